import type { AccessKey } from './access-key.ts';
import type { Outcome } from './outcome.ts';
import { nameKey } from './policy.ts';
import type { Clock, IamReader, Pace } from './ports.ts';
import type { FailureKind, Reading } from './reading.ts';

/** What `verifyOutcomes` looks through. */
export interface VerifyPorts {
  readonly reader: Pick<IamReader, 'accessKeys'>;
  readonly pace: Pace;
  readonly clock: Pick<Clock, 'pause'>;
  readonly inTime: () => boolean;
}

/** IAM is eventually consistent: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html */
const PAUSES_BEFORE_ANOTHER_LOOK_MS = [2_000, 4_000];

/**
 * Looks again at the keys of every user a write was sent for, each once, and marks each outcome with what was seen;
 * where that is not as claimed, once more after a pause. A write whose answer was lost is settled by what is there: a
 * key that is gone was deleted.
 */
export async function verifyOutcomes(outcomes: readonly Outcome[], ports: VerifyPorts): Promise<Outcome[]> {
  let looked = await lookAgain(outcomes, outcomes.filter(wasSent), ports);
  for (const pause of PAUSES_BEFORE_ANOTHER_LOOK_MS) {
    const doubtful = looked.filter(({ outcome, verified }) => verified === false && outcome !== 'failed');
    if (doubtful.length === 0 || !ports.inTime()) break;
    await ports.clock.pause(pause);
    looked = await lookAgain(looked, doubtful, ports);
  }
  return looked;
}

async function lookAgain(all: readonly Outcome[], some: readonly Outcome[], ports: VerifyPorts): Promise<Outcome[]> {
  const names = new Map(some.map(({ userName }) => [nameKey(userName), userName]));
  const readings = await Promise.all(
    [...names].map(([key, userName]) =>
      ports.pace.run(async () => [key, ports.inTime() ? await ports.reader.accessKeys(userName) : null] as const),
    ),
  );
  const seen = new Map(readings);
  return all.map((outcome) => {
    const reading = wasSent(outcome) ? seen.get(nameKey(outcome.userName)) : null;
    return reading === null || reading === undefined ? outcome : settle(outcome, reading);
  });
}

function wasSent({ outcome }: Outcome): boolean {
  return outcome !== 'refused' && outcome !== 'not-attempted';
}

function settle(outcome: Outcome, reading: Reading<readonly AccessKey[]>): Outcome {
  if (reading.state === 'unknown') return outcome;
  const key =
    reading.state === 'known'
      ? reading.value.find(({ accessKeyId }) => accessKeyId === outcome.accessKeyId)
      : undefined;
  if (outcome.outcome === 'failed') return settleFailed(outcome, key);
  const gone = outcome.outcome === 'deleted' || outcome.outcome === 'already-gone';
  return { ...outcome, verified: gone ? key === undefined : key === undefined || key.status === 'Inactive' };
}

/** After these a write may have been done although IAM did not say so; after any other it was refused. */
const MAY_HAVE_HAPPENED = new Set<FailureKind>(['service-error', 'network', 'timeout', 'malformed']);

function settleFailed(outcome: Outcome, key: AccessKey | undefined): Outcome {
  if (key === undefined && outcome.decision === 'delete') {
    const ours = outcome.failure === null || MAY_HAVE_HAPPENED.has(outcome.failure.kind);
    return {
      ...outcome,
      outcome: ours ? 'deleted' : 'already-gone',
      verified: true,
      reason: 'confirmed by its absence',
    };
  }
  if (key?.status === 'Inactive' && outcome.decision === 'deactivate')
    return { ...outcome, outcome: 'deactivated', verified: true, reason: 'confirmed by its status' };
  return { ...outcome, verified: false };
}
