import { KeysweepError, type ErrorCode } from '@keysweep/core';

/**
 * Runs something of the templates package, and throws what it throws as an error of ours. That package is a bundle with a copy
 * of core in it, so that its `KeysweepError` is another class of the same name. And what the CDK says of a stack with too
 * many resources is a problem of the configuration: only policies are so many.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export function inOurWords<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw ours(error);
  }
}

const TOO_MANY = /Number of resources in stack '[^']*': \d+ is greater than allowed maximum of \d+/;

function ours(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'KeysweepError') {
    const { code, message, hint } = error as Error & { readonly code: ErrorCode; readonly hint?: string };
    return new KeysweepError(code, message, { ...(hint === undefined ? {} : { hint }), cause: error });
  }
  const [said] = TOO_MANY.exec(error.message) ?? [];
  if (said === undefined) return error;
  return new KeysweepError('config-invalid', `the central template is over its limit: ${said}`, {
    hint: 'each policy that is assigned has a schedule of its own: let several OUs share one',
    cause: error,
  });
}
