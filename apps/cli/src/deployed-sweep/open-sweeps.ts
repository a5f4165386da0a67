import { readLatestSummary } from '@keysweep/aggregator';
import { KeysweepError, type Reading, type Summary } from '@keysweep/core';
import { STATE_MACHINE_NAME } from '@keysweep/stacksets/names';
import { demandCallerInside } from '../centre/demand-caller-inside.ts';
import { openCentre, type CentreOptions, type OpenedCentre } from '../centre/open-centre.ts';
import type { ConfirmOptions } from '../confirmation.ts';
import { policyOf } from '../policy-of.ts';
import type { AccountNames } from '../sweep-text/plan-text.ts';

/** What a sweep of the deployed centre is asked for. */
export interface DeployedOptions extends CentreOptions, ConfirmOptions {
  readonly policy?: string;
  readonly out?: string;
  readonly output: 'table' | 'json';
  readonly quiet?: boolean;
  /** False with `--no-follow`; else the execution or run that is to be followed. */
  readonly follow?: string | false;
}

/** The deployed centre, as somebody sweeps with it. */
export interface DeployedSweeps extends OpenedCentre {
  readonly policy: string;
  readonly stateMachineArn: string;
  /** The summary that was published last. */
  readonly summary: Reading<Summary>;
  /** Names of accounts, as that summary has them. */
  readonly names: AccountNames;
}

/** Opens it. Throws `usage` for a policy that is none, or as `openCentre` and `demandCallerInside` do. */
export async function openSweeps(options: DeployedOptions): Promise<DeployedSweeps> {
  const centre = await openCentre(options);
  demandCallerInside(centre);
  const { accountId, region, partition, evidence, config } = centre;
  const summary = await readLatestSummary(evidence);
  const accounts = summary.state === 'known' ? summary.value.accounts : [];
  return {
    ...centre,
    policy: policyOf(options.policy, config === null ? policiesOf(summary) : Object.keys(config.policies)),
    stateMachineArn: `arn:${partition}:states:${region}:${accountId}:stateMachine:${STATE_MACHINE_NAME}`,
    summary,
    names: new Map(accounts.map(({ accountId: id, name }) => [id, name])),
  };
}

function policiesOf(summary: Reading<Summary>): string[] {
  if (summary.state === 'known') return summary.value.policies.map(({ policy }) => policy);
  throw new KeysweepError('usage', 'there is no summary that says which policies there are', {
    hint: 'name the configuration with --config in place of the bucket',
  });
}
