import { validationError } from '../../cloudformation/template/refusals.ts';

/** The paging members of a CloudFormation request. */
export interface PageRequest {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

const LARGEST_PAGE = 100;

/** One page of a list: at most 100. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackInstances.html */
export function pageOf<T>(
  all: readonly T[],
  { MaxResults: limit = LARGEST_PAGE, NextToken: token }: PageRequest,
): { readonly items: readonly T[]; readonly NextToken?: string } {
  if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST_PAGE) {
    throw validationError(
      `1 validation error detected: Value '${limit}' at 'maxResults' failed to satisfy constraint: between 1 and ${LARGEST_PAGE}`,
    );
  }
  const start = token === undefined ? 0 : readToken(token);
  const end = start + limit;
  return { items: all.slice(start, end), ...(end < all.length ? { NextToken: writeToken(end) } : {}) };
}

function writeToken(start: number): string {
  return Buffer.from(`from:${start}`, 'utf8').toString('base64url');
}

function readToken(token: string): number {
  const start = Number(Buffer.from(token, 'base64url').toString('utf8').slice('from:'.length));
  if (Number.isInteger(start) && writeToken(start) === token) return start;
  throw validationError('The specified token is not valid');
}
