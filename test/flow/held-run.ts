import { runSweep, type Centre, type EndedRun, type HashedConfig } from '@keysweep/aggregator';
import { parseConfig, runIdOf, type Approval } from '@keysweep/core';
import { MANAGEMENT, setStage, type Setting, type Stage } from '../stage.ts';
import { deleteEverything, smallOrganization } from './small-organization.ts';

/** Never due while a test runs, and one revocation at most: each first run is held. */
export const heldByLimit = {
  ...deleteEverything,
  maximumRevocationsOrganization: 1,
  policies: { weekly: { ...deleteEverything.policies.weekly, schedule: 'cron(0 6 1 1 ? 2099)' } },
};

export const HOUR = 3_600_000;
/** When the held run was due. Long enough ago for its days not to count from then. */
export const heldAt = new Date(Math.floor(Date.now() / 1000) * 1000 - 9 * HOUR);
export const heldRun = { policy: 'weekly', runId: runIdOf(heldAt) };
/** The run that approves it. */
export const approvedRun = { policy: 'weekly', runId: runIdOf(new Date(heldAt.getTime() + 8 * HOUR)) };
export const approval: Approval = { runId: heldRun.runId, by: 'olivia', reason: 'the first step' };

/** A stage on which the run of the policy is held; `meanwhile` lets something be so until it is, and ends it. */
export async function stageHeldRun(
  setting: Partial<Setting> = {},
  meanwhile: (stage: Stage) => () => void = () => () => undefined,
): Promise<Stage> {
  const stage = await setStage({ organization: smallOrganization(), config: heldByLimit, ...setting });
  const end = meanwhile(stage);
  const held = await stage.sweep({ due: heldAt });
  if (held.state !== 'held') throw new TypeError(`the run is ${held.state}`);
  end();
  stage.organization.journal.clear();
  return stage;
}

/** What an approval is made with; by default the held run is approved, at a time of its own. */
export interface Approving {
  readonly run?: typeof heldRun;
  readonly approval?: Approval;
  readonly centre?: Centre;
  readonly hashed?: HashedConfig;
}

/** Approves a held run, in this process. */
export function approve(stage: Stage, approving: Approving = {}): Promise<EndedRun> {
  const { run = approvedRun, centre = stage.newCentre(), hashed = stage.hashed } = approving;
  const input = { hashed, centre, onProgress: () => undefined, approval: approving.approval ?? approval };
  return runSweep(run, input);
}

/** A configuration that came after that of the stage. */
export function reconfigured(values: unknown): HashedConfig {
  const parsed = parseConfig(values);
  if (!parsed.ok) throw new TypeError(parsed.problems.map(({ problem }) => problem).join('\n'));
  return { config: parsed.config, configHash: 'later' };
}

/** Turns the switch. */
export function turn(stage: Stage, value: string): void {
  stage.organization.putParameter({ accountId: MANAGEMENT, name: '/keysweep/state', value });
}

/** A stored record. */
export async function stored<T>(stage: Stage, key: string): Promise<T> {
  const reading = await stage.newCentre().evidence.get(key);
  if (reading.state !== 'known') throw new TypeError(`${key} is ${reading.state}`);
  return JSON.parse(reading.value.body) as T;
}
