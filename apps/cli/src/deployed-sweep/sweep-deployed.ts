import { KeysweepError, type Approval } from '@keysweep/core';
import { optionsText } from '../command-text.ts';
import { askerOf, demandYes } from '../confirmation.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { voiceOf, type Voice } from '../from-here/quiet.ts';
import type { Terminal } from '../terminal.ts';
import { tellEnd } from './end-of-run.ts';
import { follow } from './follow.ts';
import { findFollowed, type Followed } from './followed.ts';
import { openSweeps, type DeployedOptions, type DeployedSweeps } from './open-sweeps.ts';
import { readOutlook } from './outlook.ts';
import { start } from './start.ts';
import { startedText } from './started-text.ts';

/** What is said where nobody can say yes to a sweep. */
export const NOTHING_STARTED = {
  nothing: 'nothing is started',
  hint: 'see with keysweep plan what a sweep would do; then say --yes',
};

/**
 * Starts the deployed centre's sweep of a policy once somebody has seen what is going to happen and said yes, and follows it to
 * its end. The exit code is that of `tellEnd`, or 0 where it is not to be followed.
 */
export async function sweepDeployed(options: DeployedOptions, terminal: Terminal): Promise<number> {
  const ask = askerOf(options, terminal, NOTHING_STARTED);
  const voice = voiceOf(terminal, options.quiet ?? false);
  const sweeps = await openSweeps(options);
  const { told, warned } = await readOutlook(sweeps);
  const say = ask === null ? voice.tell : voice.warn;
  say(told.join('\n'));
  for (const warning of warned) voice.warn(`warning  ${warning}`);
  await demandYes(ask, `Sweep ${sweeps.policy}?`);
  const followed = await start(sweeps, null);
  return goOn({ followed, approval: null }, { sweeps, options, terminal, voice });
}

/** Follows an execution that somebody else started, or this person before. */
export async function followDeployed(word: string, options: DeployedOptions, terminal: Terminal): Promise<number> {
  const voice = voiceOf(terminal, options.quiet ?? false);
  const sweeps = await openSweeps(options);
  return toTheEnd(await findFollowed(word, sweeps), { sweeps, options, terminal, voice });
}

/** What follows a start. */
export interface GoingOn {
  readonly sweeps: DeployedSweeps;
  readonly options: DeployedOptions;
  readonly terminal: Terminal;
  readonly voice: Voice;
}

/** Follows what was started, unless that is not wanted: then it is printed, to be followed later. */
export function goOn(
  { followed, approval }: { readonly followed: Followed; readonly approval: Approval | null },
  going: GoingOn,
): Promise<number> {
  const { terminal, options, voice, sweeps } = going;
  if (options.follow !== false) return toTheEnd(followed, going);
  if (followed.run === null) throw new KeysweepError('internal', 'a sweep was started that is of no policy');
  const { executionArn, startedAt, run } = followed;
  const started = {
    schema: 'keysweep/cli-started-sweep/1',
    ...run,
    executionArn,
    startedAt: startedAt.toISOString(),
    approves: approval,
  } as const;
  terminal.data(options.output === 'json' ? JSON.stringify(started, null, 2) : startedText(started));
  voice.tell(`To follow it: ${commandToFollow(followed, sweeps, options)}`);
  return Promise.resolve(EXIT_CODES.ok);
}

async function toTheEnd(followed: Followed, going: GoingOn): Promise<number> {
  const { sweeps, options, terminal, voice } = going;
  const { executionArn, run } = followed;
  voice.tell(`${run === null ? 'An audit' : `The run ${run.runId} of ${run.policy}`}, by ${executionArn}.`);
  const again = commandToFollow(followed, sweeps, options);
  const ended = await follow(followed, { sweeps, terminal, voice, quiet: options.quiet ?? false, again });
  return tellEnd(followed, ended, going);
}

function commandToFollow(
  { executionArn, run }: Followed,
  { policy }: DeployedSweeps,
  { config, bucket, profile, out }: DeployedOptions,
): string {
  const centre = bucket === undefined ? { config } : { bucket };
  const word = run?.runId ?? executionArn;
  return [
    'keysweep sweep',
    ...optionsText({ follow: word, policy: run?.policy ?? policy, ...centre, profile, out }),
  ].join(' ');
}
