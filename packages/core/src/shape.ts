import * as v from 'valibot';

/** A 30th of February parses, as the 2nd of March. */
function exists(instantText: string): boolean {
  const date = new Date(instantText);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(instantText.slice(0, 10));
}

/** An instant as ISO 8601 text in UTC, as `Date.toISOString` writes it. */
export const instant = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/), v.check(exists));
/** Twelve digits. */
export const accountId = v.pipe(v.string(), v.regex(/^\d{12}$/));
/** A policy's name: short and plain, for it becomes part of storage keys and resource names. */
export const policyName = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,20}$/));
/** A run's name: the UTC instant it was due, `20261120T235500Z`. */
export const runId = v.pipe(v.string(), v.regex(/^\d{8}T\d{6}Z$/));
/** An IAM user or group name. The longest is a group's 128 characters. */
export const iamName = v.pipe(v.string(), v.regex(/^[\w+=,.@-]{1,128}$/));
/** IAM's unique id of a user, or an access key id: 16 to 128 word characters. */
export const iamId = v.pipe(v.string(), v.regex(/^\w{16,128}$/));
/** The most characters that free text of a record may have. */
export const LONGEST_TEXT = 1024;
/** Free text from another trust zone, bounded. */
export const text = v.pipe(v.string(), v.maxLength(LONGEST_TEXT));
/** A whole number from 0, of those that a sum keeps exact. */
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** The most entries a list from another trust zone may have: IAM allows 5,000 users of 2 keys. */
export const MOST_ENTRIES = 20_000;
/** A list with the bound every list on the wire has. */
export const list = <const Item extends v.GenericSchema>(item: Item) =>
  v.pipe(v.array(item), v.maxLength(MOST_ENTRIES));
