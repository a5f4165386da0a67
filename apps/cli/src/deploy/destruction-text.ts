import { countOf } from '@keysweep/aggregator';
import type { OrganizationSnapshot } from '@keysweep/core';
import { marked, unmarked, type Layout } from '../diff-text/marked.ts';
import type { Inventory, Leftover } from './inventory.ts';

/** What goes and what stays, before anybody is asked. */
export function destructionText(inventory: Inventory, { accounts }: OrganizationSnapshot, layout: Layout): string {
  const { central, rollout, management, instances, outOfReach, leftovers } = inventory;
  const { bold } = layout.colours;
  const names = new Map(accounts.map(({ id, name }) => [id, name]));
  const goes = (stack: { readonly name: string } | null, what: string): string[] =>
    stack === null ? [] : marked('removed', `${stack.name}: ${what}`, layout);
  const reached = countOf(instances.length - outOfReach.length, 'account');
  const lines = [
    bold('What goes'),
    ...goes(rollout, `the agent and the audit role of ${reached}`),
    ...goes(management, 'the agent and the audit role of the management account'),
    ...goes(central, 'the centre: functions, state machine, schedules, switch, alarms, roles'),
    '',
    bold('What stays'),
    ...leftovers.flatMap(({ type, physicalId }) => unmarked(`${type} ${physicalId}`, layout)),
    ...outOfReach.flatMap(({ accountId }) =>
      unmarked(`the stack in ${names.get(accountId) ?? ''} ${accountId}, which is not active`, layout),
    ),
    ...unmarked('log groups in every account, until their retention ends', layout),
    ...unmarked('what cdk bootstrap made', layout),
  ];
  return `${lines.join('\n')}\n`;
}

/** How what stays is removed, for whoever wants that; one line each. */
export function removalSteps(leftovers: readonly Leftover[]): readonly string[] {
  return leftovers.flatMap(({ type, physicalId }) => STEPS[type]?.(physicalId) ?? []);
}

const STEPS: Readonly<Record<string, (physicalId: string) => readonly string[]>> = {
  'AWS::S3::Bucket': (name) => [
    `the evidence: aws s3api delete-bucket-policy --bucket ${name}, empty it with all versions in the S3 console,`,
    `  and aws s3api delete-bucket --bucket ${name}; or leave it: keysweep deploy takes it in again`,
  ],
  'AWS::KMS::Key': (id) => [`the key that signed orders: aws kms schedule-key-deletion --key-id ${id}`],
};
