import { CENTRAL_FUNCTION_NAMES } from '@keysweep/stacksets/names';
import type { Rehearsal } from './rehearsal.ts';

/** A line that a central function logs for a stage; its fields depend on the stage. */
interface StageLine {
  readonly stage: string;
  readonly policy?: string;
  readonly of?: string;
  readonly auditId?: string;
  readonly pass?: number;
  readonly organizationAccounts?: number;
  readonly accounts?: number;
  readonly failures?: readonly { readonly accountId: string; readonly result: string }[];
  readonly left?: unknown;
  readonly verdict?: string;
  readonly reasons?: readonly string[];
  readonly revocations?: number;
  readonly ended?: string | null;
  readonly failed?: string;
  readonly message?: string;
}

const GLANCE_MS = 50;

/**
 * Tells what the central functions log, as CloudWatch would show it, while `work` goes on. A function logs from several
 * processes at once, so lines of different policies mix.
 */
export async function followStages<T>(
  { organization, centralAccountId }: Rehearsal,
  tell: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const told = new Map<string, number>();
  const glance = (): void => {
    for (const name of Object.values(CENTRAL_FUNCTION_NAMES)) {
      const lines = organization.functionLogs(centralAccountId, name);
      for (const line of lines.slice(told.get(name) ?? 0)) tellLine(line, tell);
      told.set(name, lines.length);
    }
  };
  for (const name of Object.values(CENTRAL_FUNCTION_NAMES))
    told.set(name, organization.functionLogs(centralAccountId, name).length);
  const timer = setInterval(glance, GLANCE_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    glance();
  }
}

function tellLine(text: string, tell: (line: string) => void): void {
  if (!text.startsWith('{"event":"stage"')) return;
  const line = JSON.parse(text) as StageLine;
  for (const words of describe(line)) tell(`${(line.policy ?? '').padEnd(9)} ${words}`);
}

function describe(line: StageLine): string[] {
  if (line.failed !== undefined) return [`${line.stage} failed: ${line.failed}: ${line.message ?? ''}`];
  if (line.stage === 'inventory' && line.auditId !== undefined) return [`${line.accounts ?? 0} accounts are looked at`];
  if (line.stage === 'inventory')
    return [`${line.accounts ?? 0} of ${line.organizationAccounts ?? 0} accounts are under this policy`];
  if (line.of === 'plan')
    return (line.failures ?? []).map(({ accountId, result }) => `no plan of ${accountId}: ${result}`);
  if (line.of === 'audit')
    return (line.failures ?? []).map(({ accountId, result }) => `no look at ${accountId}: ${result}`);
  if (line.of === 'weigh') return [describeGate(line)];
  if (line.of === 'leftovers') return line.left === 0 ? [] : [`pass ${line.pass ?? 0} leaves ${Number(line.left)}`];
  return line.stage === 'summarise' ? [`${line.ended ?? 'nothing to sweep'}; summarised`] : [];
}

function describeGate({ verdict, reasons = [], revocations = 0 }: StageLine): string {
  return verdict === 'open' ? `the gate is open for ${revocations} revocations` : `held: ${reasons.join('; ')}`;
}
