import { refuse } from './refuse.ts';

/** What is known of a request, by condition key: one value, or the list of a key that has several. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

/**
 * The keys that a request here can carry, in lower case.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
const SINGLE_VALUED = new Set([
  'aws:multifactorauthpresent',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalisawsservice',
  'aws:principalorgid',
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:securetransport',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:viaawsservice',
  'kms:messagetype',
  'kms:signingalgorithm',
  's3:if-match',
  's3:if-none-match',
  's3:objectcreationoperation',
  's3:prefix',
]);
const TAG = /^(aws:resourcetag|iam:resourcetag|aws:requesttag)\/./;
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
const MULTI_VALUED = new Set(['aws:principalorgpaths', 'aws:resourceorgpaths', 'aws:tagkeys']);

/**
 * The context of a request under lower-case keys: names of keys do not distinguish case. Unknown keys are refused.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
export function readContext(context: RequestContext): ReadonlyMap<string, readonly string[]> {
  const read = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(context)) {
    const key = name.toLowerCase();
    const values = typeof value === 'string' ? [value] : value;
    if (!isMultiValued(key, `context.${name}`) && values.length !== 1) refuse(`context.${name}`, 'has one value');
    if (read.has(key)) refuse('context', 'the same key twice, in different case');
    read.set(key, values);
  }
  return read;
}

/** Whether a key, in lower case, has several values; one that no request here carries is refused. */
export function isMultiValued(key: string, where: string): boolean {
  if (SINGLE_VALUED.has(key) || TAG.test(key)) return false;
  if (MULTI_VALUED.has(key)) return true;
  return refuse(where, `the condition key ${key} is not supported`);
}
