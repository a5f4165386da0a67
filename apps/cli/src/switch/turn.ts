import { sweepSwitch, systemClock, turnSwitch } from '@keysweep/aws';
import {
  KeysweepError,
  nextRunDue,
  type Config,
  type Failure,
  type Reading,
  type SweepSwitch,
  type SwitchPosition,
  type TurnedSwitch,
} from '@keysweep/core';
import { SWITCH_NAME } from '@keysweep/stacksets/names';
import { demandCallerInside } from '../centre/demand-caller-inside.ts';
import { placeOfCentre, type CentreOptions, type CentrePlace } from '../centre/open-centre.ts';
import { demandYes, type Asker, type ConfirmOptions } from '../confirmation.ts';
import type { Voice } from '../from-here/quiet.ts';
import { beforeText, isSamePosition, wasOf } from './switch-text.ts';

/** What somebody who turns the switch is asked for. */
export interface TurnOptions extends CentreOptions, ConfirmOptions {
  readonly output: 'table' | 'json';
  readonly quiet?: boolean;
}

/** Where the switch is to stand, and how that is told and asked. */
export interface Turning {
  /** By the caller's ARN. */
  readonly wanted: (by: string) => SwitchPosition;
  readonly question: string;
  readonly voice: Voice;
  readonly ask: Asker;
}

/** What is known of a switch right after it was written may be a moment old. */
const LOOKS = 4;
const PAUSE_MS = 500;

/**
 * Turns the switch of the deployed centre, once somebody has seen where it stands and said yes; nothing is written where it
 * stands there already. It is read again afterwards, so a lost answer is no failure.
 * @throws KeysweepError `not-deployed` where there is no switch, `switch-unturned`, or as `placeOfCentre` and `demandYes` do.
 */
export async function turn(options: TurnOptions, turning: Turning): Promise<TurnedSwitch> {
  const place = await placeOfCentre(options);
  demandCallerInside(place);
  const position = sweepSwitch(place.connection);
  const wanted = turning.wanted(place.caller.arn);
  const before = demandSwitch(await position.read(), wanted, place);
  const policies = duePolicies(place.config);
  const report = { schema: 'keysweep/cli-switch/1', before: wasOf(before), policies } as const;
  turning.voice.tell(`You are ${place.caller.arn}, in ${place.accountId} (${place.region}).`);
  if (before.state === 'known' && isSamePosition(before.value, wanted))
    return { ...report, now: before.value, changed: false };
  turning.voice.warn(beforeText(report, wanted));
  await demandYes(turning.ask, turning.question);
  return { ...report, now: await write({ place, position, wanted, before }), changed: true };
}

interface Writing {
  readonly place: CentrePlace;
  readonly position: SweepSwitch;
  readonly wanted: SwitchPosition;
  readonly before: Reading<SwitchPosition>;
}

async function write({ place, position, wanted, before }: Writing): Promise<SwitchPosition> {
  const written = await turnSwitch(place.connection, wanted);
  if (written.state === 'absent') throw noSwitch(place);
  const now = await readAgain(position, before);
  if (now.state === 'known' && isExactly(now.value, wanted)) return now.value;
  if (written.state === 'unknown') throw unturned('the switch could not be turned', written.failure);
  if (now.state === 'unknown') throw unturned('the switch was turned, and could not be read again', now.failure);
  throw new KeysweepError('switch-unturned', 'somebody else turned the switch at the same time', {
    hint: 'see where it stands now, and with whom: the same command again says it first',
  });
}

async function readAgain(position: SweepSwitch, before: Reading<SwitchPosition>): Promise<Reading<SwitchPosition>> {
  for (let look = 1; ; look += 1) {
    const now = await position.read();
    const isOld = now.state === 'known' && before.state === 'known' && isExactly(now.value, before.value);
    if (!isOld || look === LOOKS) return now;
    await systemClock.pause(PAUSE_MS);
  }
}

/** What says neither can be turned. Without knowing how it stands it can be paused, and not enabled. */
function demandSwitch(
  before: Reading<SwitchPosition>,
  wanted: SwitchPosition,
  place: CentrePlace,
): Exclude<Reading<SwitchPosition>, { state: 'absent' }> {
  if (before.state === 'absent') throw noSwitch(place);
  if (before.state === 'unknown' && before.failure.kind !== 'malformed' && wanted.state === 'enabled')
    throw unturned('the switch could not be read, and is not turned on unseen', before.failure);
  return before;
}

function noSwitch({ accountId, region }: CentrePlace): KeysweepError {
  return new KeysweepError('not-deployed', `there is no switch ${SWITCH_NAME} in ${accountId} (${region})`, {
    hint: 'nothing was written: are these the credentials of the central account, and its Region? A sweep without a switch is held',
  });
}

function unturned(what: string, { operation, code, message }: Failure): KeysweepError {
  return new KeysweepError('switch-unturned', `${what}: ${operation}: ${code}: ${message}`, {
    hint: 'the operators’ role keysweep-operator may; the same command again says where the switch stands',
  });
}

function isExactly(left: SwitchPosition, right: SwitchPosition): boolean {
  if (left.state !== 'paused' || right.state !== 'paused') return left.state === right.state;
  return left.reason === right.reason && left.by === right.by;
}

function duePolicies(config: Config | null): TurnedSwitch['policies'] {
  const now = new Date();
  return Object.values(config?.policies ?? {}).map((policy) => ({
    policy: policy.name,
    nextDue: nextRunDue(policy, now)?.toISOString() ?? null,
  }));
}
