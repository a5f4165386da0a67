import type { AccessKey } from './access-key.ts';
import type { Outcome } from './outcome.ts';
import { nameKey } from './policy.ts';
import type { IamReader, Pace } from './ports.ts';
import type { Reading } from './reading.ts';

/** What `verifyOutcomes` looks through. */
export interface VerifyPorts {
  readonly reader: Pick<IamReader, 'accessKeys'>;
  readonly pace: Pace;
  readonly inTime: () => boolean;
}

/**
 * Looks again at the keys of every user a write was sent for, each once, and marks each outcome with what was seen. A
 * write whose answer was lost is settled by what is there: a key that is gone was deleted.
 */
export async function verifyOutcomes(outcomes: readonly Outcome[], ports: VerifyPorts): Promise<Outcome[]> {
  const names = new Map(outcomes.filter(wasSent).map(({ userName }) => [nameKey(userName), userName]));
  const readings = await Promise.all(
    [...names].map(([key, userName]) =>
      ports.pace.run(async () => [key, ports.inTime() ? await ports.reader.accessKeys(userName) : null] as const),
    ),
  );
  const seen = new Map(readings);
  return outcomes.map((outcome) => {
    const reading = wasSent(outcome) ? seen.get(nameKey(outcome.userName)) : null;
    return reading === null || reading === undefined ? outcome : settle(outcome, reading);
  });
}

function wasSent({ outcome }: Outcome): boolean {
  return outcome !== 'refused' && outcome !== 'not-attempted';
}

function settle(outcome: Outcome, reading: Reading<readonly AccessKey[]>): Outcome {
  if (reading.state === 'unknown') return outcome;
  const key = reading.state === 'known' ? reading.value.find(({ accessKeyId }) => accessKeyId === outcome.accessKeyId) : undefined;
  if (outcome.outcome === 'failed') return settleFailed(outcome, key);
  const gone = outcome.outcome === 'deleted' || outcome.outcome === 'already-gone';
  return { ...outcome, verified: gone ? key === undefined : key === undefined || key.status === 'Inactive' };
}

function settleFailed(outcome: Outcome, key: AccessKey | undefined): Outcome {
  if (key === undefined && outcome.decision === 'delete')
    return { ...outcome, outcome: 'deleted', verified: true, reason: 'confirmed by its absence' };
  if (key?.status === 'Inactive' && outcome.decision === 'deactivate')
    return { ...outcome, outcome: 'deactivated', verified: true, reason: 'confirmed by its status' };
  return { ...outcome, verified: false };
}
