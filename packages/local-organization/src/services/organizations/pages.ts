import type { SortedIndex } from '../../state/sorted-index.ts';
import { ServiceError } from '../../wire/service-error.ts';

/** The paging members of an Organizations request. */
export interface PageRequest {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/**
 * One page: MaxResults 1 to 20, and 20 if left out. https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
 */
export function pageOf<T>(
  index: SortedIndex<T>,
  request: PageRequest,
): { readonly items: readonly T[]; readonly NextToken?: string } {
  const { MaxResults: limit = 20 } = request;
  if (!Number.isInteger(limit) || limit < 1)
    throw invalidInput('MIN_VALUE_EXCEEDED', `MaxResults must be at least 1, not ${limit}.`);
  if (limit > 20) throw invalidInput('MAX_VALUE_EXCEEDED', `MaxResults must be at most 20, not ${limit}.`);
  const { items, next } = index.page(readToken(request.NextToken), limit);
  return next === undefined ? { items } : { items, NextToken: writeToken(next) };
}

/** An InvalidInputException with AWS's reason code. */
export function invalidInput(reason: string, message: string): ServiceError {
  return new ServiceError('InvalidInputException', message, { members: { Reason: reason } });
}

function readToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (text.startsWith('after:') && writeToken(text.slice(6)) === token) return text.slice(6);
  throw invalidInput('INVALID_NEXT_TOKEN', 'You specified an invalid NextToken.');
}

function writeToken(key: string): string {
  return Buffer.from(`after:${key}`, 'utf8').toString('base64url');
}
