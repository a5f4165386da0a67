import type { FaultHandle, LocalOrganization } from '@keysweep/local-organization';

/**
 * What AWS documents of its throttles, as rate and burst in requests a second:
 * STS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * Organizations: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
 */
const DOCUMENTED: readonly (readonly [string, rate: number, burst: number])[] = [
  ['sts:*', 600, 600],
  ['organizations:ListAccounts', 8, 12],
  ['organizations:ListAccountsForParent', 5, 8],
  ['organizations:ListOrganizationalUnitsForParent', 5, 8],
  ['organizations:ListRoots', 1, 2],
];

/**
 * The rate at which a new account may have its functions invoked: ten a second for each of the ten that may run at a time, all
 * but a tenth of it used by others. https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
 */
const AGENTS_PER_SECOND = 10;
/** IAM says only that it throttles: https://repost.aws/knowledge-center/iam-sts-throttling-error. */
const IAM_CALLS_PER_SECOND = 5;

/** Throttles as AWS does; IAM, whose throttling slows everything that is asked in an account, in some of them. */
export function throttle({ throttles, faults }: LocalOrganization, iamIn: readonly string[]): void {
  for (const [pattern, ratePerSecond, burst] of DOCUMENTED)
    throttles.set(pattern, { ratePerSecond, burst, per: 'account' });
  const isAgent = ({ FunctionName: name }: Readonly<Record<string, unknown>>) =>
    String(name).endsWith('keysweep-revoker');
  const isOver = emptyBucket(AGENTS_PER_SECOND);
  faults.add({ operation: 'lambda:Invoke', kind: 'Throttling', matches: (input) => isAgent(input) && isOver() });
  for (const accountId of iamIn)
    faults.add({ operation: 'iam:*', accountId, kind: 'Throttling', matches: emptyBucket(IAM_CALLS_PER_SECOND) });
}

/** Whether a call is one too many. The first one finds the bucket of a second's calls empty, as if others had been at work. */
function emptyBucket(ratePerSecond: number): () => boolean {
  let tokens = 0;
  let filledAt: number | undefined;
  return () => {
    const now = performance.now();
    tokens = Math.min(ratePerSecond, tokens + ((now - (filledAt ?? now)) / 1000) * ratePerSecond);
    filledAt = now;
    if (tokens < 1) return true;
    tokens -= 1;
    return false;
  };
}

const KINDS = ['Throttling', 'InternalFailure', 'drop-connection', 'drop-answer'] as const;

/** Lets a share of all calls fail, whoever makes them, each way as often; the same ones for the same seed and order of calls. */
export function storm({ faults }: LocalOrganization, share: number, seed: number): FaultHandle {
  const random = randomFrom(seed);
  const handles = KINDS.map((kind) =>
    faults.add({ operation: '*', kind, matches: () => random() < share / KINDS.length }),
  );
  return { remove: () => handles.forEach((handle) => handle.remove()) };
}

/** Numbers from 0 to 1: mulberry32, for they need only look random. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
