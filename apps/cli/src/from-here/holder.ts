import { hostname } from 'node:os';

const MARK = 'from-here';

/** The name under which this process holds the lease of a run. */
export function holderName(callerArn: string): string {
  return [MARK, hostname(), process.pid, callerArn].join(' ');
}

/**
 * Whether a process of this machine that holds a lease is still at work; null for anybody else, of whom nobody can tell here.
 * The number of a process that has ended may be another's by now: then it counts as at work.
 */
export function isProcessAtWork(holder: string): boolean | null {
  const [mark, host, pid = ''] = holder.split(' ');
  if (mark !== MARK || host !== hostname() || !/^\d+$/.test(pid)) return null;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return (error as { readonly code?: unknown }).code !== 'ESRCH';
  }
}
