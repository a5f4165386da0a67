import { AUDIT_ROLE_NAME } from '@keysweep/stacksets/names';
import type { Rehearsal } from './rehearsal.ts';

const DATA_SCIENCE = '277788889999';
const NEW_JOINER = '288899990000';
const LOCKED_DOWN = '299900001111';

/** What goes wrong before anything is deployed: the stack of an account that has just joined cannot be made. */
export function troubleTheRollOut({ organization }: Rehearsal): void {
  organization.faults.add({
    operation: 'cloudformation:CreateStack',
    accountId: NEW_JOINER,
    kind: 'AccessDenied',
  });
}

/** What people do afterwards: one removes the audit role, one attaches a service control policy that blinds the account. */
export function troubleTheAccounts({ organization }: Rehearsal): void {
  organization.deleteRole(DATA_SCIENCE, AUDIT_ROLE_NAME);
  organization.setServiceControlPolicies(LOCKED_DOWN, [
    {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: 'iam:ListAccessKeys', Resource: '*' },
      ],
    },
  ]);
}
