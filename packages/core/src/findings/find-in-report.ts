import type { AccountReport } from '../account-report.ts';
import { counted } from './counted.ts';
import type { FoundInAccount } from './find-in-state.ts';

/** What the report of an account’s last run says of its keys that a person should see to. */
export function findInReport({ keys }: AccountReport): FoundInAccount[] {
  const lockedOut = new Set(keys.filter(({ rule }) => rule === 'no-console-access').map(({ userName }) => userName));
  const unverified = keys.filter(({ verified, ending }) => verified === false && ending !== 'failed').length;
  const findings = [...lockedOut].map((userName): FoundInAccount => ({
    severity: 'look',
    code: 'no-console-access',
    message: `${userName} is in a configured group but has no password; the keys stay`,
    todo: 'a machine? move it out of the group. A person? give them a way to sign in',
  }));
  if (unverified === 0) return findings;
  const message = `${counted(unverified, 'revoked key')} still seen afterwards`;
  return [...findings, { severity: 'act', code: 'not-verified', message, todo: 'look at the keys in the account' }];
}
