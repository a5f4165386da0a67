import { refuse } from './refuse.ts';
import type { PolicyStatement } from './policy-document.ts';
import { listOf } from './policy-document.ts';
import { arnComponents } from './wildcard.ts';

/** Who asks, as far as a Principal element can tell. */
export interface Requester {
  /** The ARN of a user or of a role's session, or the name of a service. */
  readonly name: string;
  /** Null for an AWS service. */
  readonly accountId: string | null;
  readonly partition: string | null;
  /** The role behind a session. */
  readonly roleName: string | null;
}

/** How a Principal element names a requester. By account, it only lets the account's own policies decide. */
export type PrincipalMatch = 'direct' | 'account' | 'none';

const SERVICE = /^[a-z0-9.-]+\.amazonaws\.com$/;
const ARN_PRINCIPAL =
  /^arn:[a-z-]+:(iam::\d{12}:(root|user\/[^*?]+|role\/[^*?]+)|sts::\d{12}:assumed-role\/[^/*?]+\/[^/*?]+)$/;

/** Reads who asks. A role signs as its session, and a root user's rights are not in policies: both are refused. */
export function readRequester(principal: string): Requester {
  if (SERVICE.test(principal)) return { name: principal, accountId: null, partition: null, roleName: null };
  const [, partition = '', service, , accountId = '', rest = ''] = arnComponents(principal) ?? [];
  const session = service === 'sts';
  if (!ARN_PRINCIPAL.test(principal) || (!session && !rest.startsWith('user/')))
    refuse('principal', `${principal} is not the ARN of a user or of a role's session, nor a service`);
  return { name: principal, accountId, partition, roleName: session ? (rest.split('/')[1] ?? '') : null };
}

/**
 * Reads a Principal element.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function readPrincipal(
  principal: NonNullable<PolicyStatement['Principal']>,
  element: string,
): (requester: Requester) => PrincipalMatch {
  const byType = typeof principal === 'string' ? { AWS: principal } : principal;
  const readers = Object.entries(byType).flatMap(([type, names]) =>
    listOf<string>(names).map((name) => readName(type, name, `${element}.${type}`)),
  );
  return (requester) => {
    const matches = new Set(readers.map((read) => read(requester)));
    return matches.has('direct') ? 'direct' : matches.has('account') ? 'account' : 'none';
  };
}

function readName(type: string, name: string, element: string): (requester: Requester) => PrincipalMatch {
  if (type === 'Service') {
    if (!SERVICE.test(name)) refuse(element, `${name} is not the name of a service`);
    return (requester) => (requester.name === name ? 'direct' : 'none');
  }
  if (type !== 'AWS') refuse(element, `principals of type ${type} are not supported`);
  if (name === '*') return () => 'direct';
  if (/^\d{12}$/.test(name)) return (requester) => (requester.accountId === name ? 'account' : 'none');
  if (!ARN_PRINCIPAL.test(name)) refuse(element, `${name} is not an account, user, role or session`);
  return (requester) => matchArn(name, requester);
}

function matchArn(name: string, requester: Requester): PrincipalMatch {
  const [, partition, service, , accountId, rest = ''] = arnComponents(name) ?? [];
  if (partition !== requester.partition || accountId !== requester.accountId) return 'none';
  if (rest === 'root') return 'account';
  if (name === requester.name) return 'direct';
  // A role's path is not in the ARN of its session, and names of roles are unique within their account.
  const namesRole = service === 'iam' && rest.startsWith('role/');
  return namesRole && rest.slice(rest.lastIndexOf('/') + 1) === requester.roleName ? 'direct' : 'none';
}
