import type { Failure, PagedReading } from '@keysweep/core';
import { unknown } from '@keysweep/core';
import { failureOf, malformed } from './failure.ts';

/** One page as an adapter understood it. */
export interface Page<T> {
  /** Null in place of an item that lacks what the API promises; undefined where the whole list is missing. */
  readonly items: readonly (T | null)[] | undefined;
  /** The token of the next page, null after the last one, undefined where the page does not say or contradicts itself. */
  readonly next: string | null | undefined;
}

/** What to read page by page. */
export interface PagedRead<T> {
  /** The AWS operation as `service:Operation`. */
  readonly operation: string;
  /** Fetches the page behind a token (undefined: the first). Whatever it throws ends the reading as `unknown`. */
  readonly fetchPage: (token: string | undefined) => Promise<Page<T>>;
  /** Whether a failure of the first page says that the thing itself does not exist. */
  readonly isAbsence?: (failure: Failure) => boolean;
}

/**
 * Reads all pages. A page that fails, repeats a token, or cannot be understood ends the reading as `unknown`, with the
 * items of the pages before it: a list that may be short is never reported as complete.
 */
export async function readPages<T>(read: PagedRead<T>): Promise<PagedReading<T>> {
  const items: T[] = [];
  const tokens = new Set<string>();
  let token: string | undefined;
  for (;;) {
    let page: Page<T>;
    try {
      page = await read.fetchPage(token);
    } catch (error) {
      const failure = failureOf(read.operation, error);
      // A thing that vanishes between two pages was there: only the first page can say that it is absent.
      const absent = token === undefined && read.isAbsence?.(failure) === true;
      return { items, end: absent ? { state: 'absent' } : unknown(failure) };
    }
    const problem = problemOf(page, tokens);
    if (problem !== null) return { items, end: unknown(malformed(read.operation, problem)) };
    items.push(...(page.items ?? []).filter((item) => item !== null));
    if (typeof page.next !== 'string') return { items, end: { state: 'complete' } };
    token = page.next;
    tokens.add(token);
  }
}

/**
 * The token of an IAM or S3 page. Both state on every page whether there are more, and name a token exactly then; a
 * page that does otherwise was not read right (the SDK turns an unreadable `IsTruncated` into false).
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroup.html
 */
export function nextOfTruncated(isTruncated: unknown, token: unknown): string | null | undefined {
  const given = typeof token === 'string' && token !== '' ? token : null;
  if (isTruncated === true) return given ?? undefined;
  return isTruncated === false && given === null ? null : undefined;
}

function problemOf<T>(page: Page<T>, tokens: ReadonlySet<string>): string | null {
  if (!Array.isArray(page.items)) return 'a page has no list';
  if (page.items.includes(null)) return 'an item of a page lacks what the API promises';
  if (page.next === undefined) return 'a page does not say whether it is the last one';
  if (page.next !== null && tokens.has(page.next)) return 'a page names a page that was already read';
  return null;
}
