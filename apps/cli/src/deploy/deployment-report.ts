import type { DeploymentDiff, OrganizationSnapshot } from '@keysweep/core';
import type { AccountOutcomes } from './account-outcomes.ts';
import type { StackResult } from './carry-out.ts';
import type { Site } from './site.ts';
import type { PlannedStack } from './stack-plan.ts';

/** All of a deployment, for a person and for a machine. */
export interface DeploymentReport {
  readonly site: Site;
  readonly organization: OrganizationSnapshot;
  readonly stacks: readonly PlannedStack[];
  readonly diff: DeploymentDiff;
  /** Null where nothing was carried out: it was only looked, or there was nothing to do. */
  readonly results: readonly StackResult[] | null;
  /** Null where there is no StackSet. */
  readonly accounts: AccountOutcomes | null;
  /** What this deployment leaves to be done. */
  readonly remains: readonly string[];
}

/** The report as JSON, `keysweep/deployment/1`. */
export function reportJson({ site, organization, stacks, diff, results, accounts, remains }: DeploymentReport): string {
  const { central, region } = site;
  const document = {
    schema: 'keysweep/deployment/1',
    caller: central.arn,
    account: central.accountId,
    region,
    organization: organization.id,
    changed: stacks.some(({ change }) => change !== 'unchanged'),
    carriedOut: results !== null,
    stacks: stacks.map(({ job, change, changes }) => ({
      stack: job.name,
      account: job.seat.accountId,
      change,
      changes,
      ...resultOf(job.name, results),
    })),
    diff,
    accounts,
    remains,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function resultOf(name: string, results: DeploymentReport['results']): Omit<StackResult, 'stack'> {
  const found = results?.find(({ stack }) => stack === name);
  return { outcome: found?.outcome ?? 'not-tried', status: found?.status ?? null, reason: found?.reason ?? null };
}
