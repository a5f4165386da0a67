import { hostname } from 'node:os';

/** How this process signs a lease: `host:pid`. */
export function processHolder(): string {
  return `${hostname()}:${process.pid}`;
}

/** Whether the process that signed a lease is still at work. Of another host nothing can be known: null. */
export async function isProcessAtWork(holder: string): Promise<boolean | null> {
  const [host, pid] = holder.split(':');
  if (host !== hostname()) return null;
  try {
    return process.kill(Number(pid), 0);
  } catch {
    return false;
  }
}
