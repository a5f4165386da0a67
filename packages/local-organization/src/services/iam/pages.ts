import { ServiceError } from '../../wire/service-error.ts';
import type { SortedIndex } from '../../state/sorted-index.ts';

/** The paging members of an IAM request. */
export interface PageRequest {
  readonly MaxItems?: number | undefined;
  readonly Marker?: string | undefined;
}

/** The paging members of an IAM answer. */
export interface PageAnswer {
  readonly IsTruncated: boolean;
  readonly Marker?: string;
}

const MARKER_PREFIX = 'after:';

/**
 * MaxItems: 1 to 1000, 100 if left out. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html
 */
export function maxItemsOf({ MaxItems: maxItems = 100 }: PageRequest): number {
  if (Number.isInteger(maxItems) && maxItems >= 1 && maxItems <= 1000) return maxItems;
  const bound = maxItems > 1000 ? 'less than or equal to 1000' : 'greater than or equal to 1';
  throw validationError(
    `Value '${maxItems}' at 'maxItems' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

/** The key after which a page begins, from its opaque marker. */
export function readMarker({ Marker: marker }: PageRequest): string | undefined {
  if (marker === undefined) return undefined;
  const text = Buffer.from(marker, 'base64url').toString('utf8');
  if (text.startsWith(MARKER_PREFIX) && writeMarker(text.slice(MARKER_PREFIX.length)) === marker) {
    return text.slice(MARKER_PREFIX.length);
  }
  throw invalidMarker();
}

/** The refusal of a marker that this operation never gave. */
export function invalidMarker(): ServiceError {
  return new ServiceError('ValidationError', 'Invalid Marker.', { status: 400 });
}

/** The opaque marker of the page after a key. */
export function writeMarker(key: string): string {
  return Buffer.from(MARKER_PREFIX + key, 'utf8').toString('base64url');
}

/** One page of an index. */
export function pageOf<T>(
  index: SortedIndex<T>,
  request: PageRequest,
): { readonly items: readonly T[]; readonly page: PageAnswer } {
  const { items, next } = index.page(readMarker(request), maxItemsOf(request));
  return {
    items,
    page: next === undefined ? { IsTruncated: false } : { IsTruncated: true, Marker: writeMarker(next) },
  };
}

/** A constraint of a request's member that does not hold. https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
export function validationError(detail: string): ServiceError {
  return new ServiceError('ValidationError', `1 validation error detected: ${detail}`, { status: 400 });
}
