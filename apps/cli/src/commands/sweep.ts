import { KeysweepError } from '@keysweep/core';
import type { ApproveOptions } from '../deployed-sweep/approve.ts';
import type { SweepOptions as FromHereOptions } from '../from-here/sweep-options.ts';
import type { HereOptions } from '../one-account/sweep-here.ts';
import type { Terminal } from '../terminal.ts';

/** What a sweep is asked for, in whichever way. */
export interface SweepOptions extends FromHereOptions, ApproveOptions, HereOptions {
  /** Whether the caller's own account alone is swept. */
  readonly here?: boolean;
  readonly fromHere?: boolean;
  /** The held run that is to be let go on. */
  readonly approve?: string;
}

/** What means something only to some ways of sweeping. */
const ONLY_WITH: readonly (readonly [option: keyof SweepOptions, ways: readonly Way[]])[] = [
  ['run', ['from-here']],
  ['roleName', ['from-here']],
  ['region', ['from-here', 'here']],
  ['groups', ['here']],
  ['action', ['here']],
  ['reason', ['approve']],
  ['follow', ['deployed', 'approve', 'follow']],
  ['bucket', ['deployed', 'approve', 'follow']],
];

type Way = 'deployed' | 'from-here' | 'here' | 'approve' | 'follow';

/**
 * Sweeps: with what is deployed, unless it is asked for from here. Ends with 5 where the run was held, by the gate or the switch;
 * else with the exit code of the summary's verdict.
 */
export async function sweep(options: SweepOptions, terminal: Terminal, version: string): Promise<number> {
  const way = wayOf(options);
  if (way === 'from-here') {
    const { sweepFromHere } = await import('../from-here/sweep-from-here.ts');
    return sweepFromHere(options, terminal, version);
  }
  if (way === 'here') {
    const { sweepHere } = await import('../one-account/sweep-here.ts');
    return sweepHere(options, terminal);
  }
  const { sweepDeployed, followDeployed } = await import('../deployed-sweep/sweep-deployed.ts');
  if (way === 'follow') return followDeployed(String(options.follow), options, terminal);
  if (way === 'deployed') return sweepDeployed(options, terminal);
  const { approve } = await import('../deployed-sweep/approve.ts');
  return approve(options.approve ?? '', options, terminal);
}

function wayOf(options: SweepOptions): Way {
  const asked: Way[] = [
    ...(options.fromHere === true ? (['from-here'] as const) : []),
    ...(options.here === true ? (['here'] as const) : []),
    ...(options.approve === undefined ? [] : (['approve'] as const)),
    ...(typeof options.follow === 'string' ? (['follow'] as const) : []),
  ];
  const [way = 'deployed', other] = asked;
  if (other !== undefined) throw new KeysweepError('usage', `--${way} and --${other} are two different things`);
  const wrong = ONLY_WITH.find(([option, ways]) => options[option] !== undefined && !ways.includes(way));
  if (wrong === undefined) return way;
  const [option, ways] = wrong;
  throw new KeysweepError('usage', `${flagOf(option)} means nothing here`, {
    hint: `it belongs to ${ways.map((each) => (each === 'deployed' ? 'a plain sweep' : `--${each}`)).join(', ')}`,
  });
}

function flagOf(option: string): string {
  return `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
