import type { OrganizationSnapshot } from '@keysweep/core';
import { assignmentLines } from './unit-lines.ts';
import { groupLines } from './group-lines.ts';
import type { FoundGroups } from './look-up-groups.ts';
import { yamlComment } from './yaml-text.ts';

/** What a new configuration is written from. */
export interface ConfigSeed {
  readonly organization: OrganizationSnapshot;
  readonly region: string;
  /** Null where no account was looked into. */
  readonly groups: FoundGroups | null;
  /** The JSON Schema, as seen from the file. */
  readonly schemaPath: string;
}

const POLICY = 'weekly';

/** A `keysweep.yaml` that observes everything and changes nothing, with what there is in the organization as remarks. */
export function configText({ organization, region, groups, schemaPath }: ConfigSeed): string {
  return `${[
    `# yaml-language-server: $schema=${schemaPath}`,
    yamlComment(`keysweep for ${organization.id}. It observes and changes nothing until an action below says more.`),
    'version: 1',
    `region: ${region} # of the central stack and of every member stack; IAM itself is global`,
    '',
    'policies:',
    `  ${POLICY}:`,
    '    # The IAM groups whose members’ access keys expire: people, who can sign in again and make a fresh key.',
    '    groups:',
    ...groupLines(groups),
    '    schedule: cron(55 23 ? * FRI *) # Fridays, five to midnight',
    '    timezone: UTC # an IANA zone, such as Europe/London',
    '    action: observe # then deactivate, which can be undone; then delete, which cannot',
    '    # deleteAfterInactiveDays: 30 # with delete: deactivate first, and delete after so many days',
    '    # minimumKeyAgeDays: 1 # younger keys are kept',
    '    # exempt: { users: [{ name: breakglass, reason: sealed in the safe, owner: security@example.com }] }',
    '    requireConsoleAccess: true # keep, and report, the keys of whoever has no password to sign in with',
    '    maximumRevocations: 100 # an account that needs more is refused as a whole',
    '',
    '# The nearest OU upward wins; an OU may also be assigned to none. Every OU there is:',
    'assignments:',
    ...assignmentLines(organization, POLICY),
    '',
    `managementAccount: ${POLICY} # ${organization.managementAccountId}: no StackSet reaches it, it gets a stack of its own`,
    '',
    '# summary: { notify: [security@example.com] } # who hears of the daily summary',
  ].join('\n')}\n`;
}
