import type { AccountDigest, DigestedAccount, SummarisedKey } from '@keysweep/core';
import { isAccountForAPerson, isKeyForAPerson } from '../words/index.ts';
import { rowOfKey, type KeyRow } from './key-row.ts';
import { MOST_BYTES } from './page-budget.ts';

/** Keys of one account, as the page holds them. */
export interface KeyShelf {
  readonly accountId: string;
  readonly count: number;
  /** Makes the rows, anew each time. */
  rows(): readonly KeyRow[];
}

/** Packed: as objects, the rows of a page would take ten times its size. */
interface Shelf extends KeyShelf {
  readonly bytes: number;
}

type PackedRow = readonly [name: string, createdAt: string | null, used: number, fate: number];

/** So many keys are all listed; of more, only those that a person must see. */
const FEW = 1_000;
/** More than the table of keys has bytes for. */
const MOST_LISTED = 2_000;
/** One account may not crowd out the others: of more keys than this the page holds the first. */
const MOST_OF_ACCOUNT = 500;
/** A row takes at least its name and this on the page. */
const LEAST_BYTES = 11;

/**
 * The keys that a page can have room for, as they come account by account in the order of the summary; all others are counted
 * and forgotten, so this is never much larger than a page. Those of accounts that a person must see win over the others.
 */
export class PageKeys {
  readonly #texts: string[] = [];
  readonly #places = new Map<string, number>();
  readonly #first: SummarisedKey[] = [];
  readonly #toSee: SummarisedKey[] = [];
  readonly #urgent: Shelf[] = [];
  readonly #others: Shelf[] = [];
  #room = MOST_BYTES;
  /** Once an account had no room, none after it has: what is held is the beginning of the list. */
  #isFull = false;
  #count = 0;
  #countToSee = 0;

  /** Takes the keys of the next account. */
  take({
    digest,
    keys,
  }: Pick<DigestedAccount, 'keys'> & { readonly digest: Pick<AccountDigest, 'account' | 'findings'> }): void {
    this.#count += keys.length;
    this.#first.push(...keys.slice(0, FEW - this.#first.length));
    const toSee = keys.filter(isKeyForAPerson);
    this.#countToSee += toSee.length;
    this.#toSee.push(...toSee.slice(0, MOST_LISTED - this.#toSee.length));
    this.#hold(digest, keys);
  }

  /** The keys to list, and how many there were to list. */
  list(): { readonly keys: readonly SummarisedKey[]; readonly wanted: number } {
    if (this.#count <= FEW) return { keys: this.#first, wanted: this.#count };
    return { keys: this.#toSee, wanted: this.#countToSee };
  }

  /** What is held for the page’s script, by account. */
  byAccount(): ReadonlyMap<string, KeyShelf> {
    return new Map([...this.#urgent, ...this.#others].map((shelf) => [shelf.accountId, shelf]));
  }

  #hold({ account, findings }: Pick<AccountDigest, 'account' | 'findings'>, keys: readonly SummarisedKey[]): void {
    const isUrgent = isAccountForAPerson(
      account,
      findings.some(({ severity }) => severity === 'act'),
    );
    if (keys.length === 0 || (this.#isFull && !isUrgent)) return;
    const rows = keys.slice(0, MOST_OF_ACCOUNT).map(rowOfKey);
    const bytes = rows.reduce((sum, { name }) => sum + name.length + LEAST_BYTES, 0);
    if (isUrgent) this.#makeRoom(bytes);
    if (bytes > this.#room) {
      this.#isFull = true;
      return;
    }
    this.#room -= bytes;
    const shelf = { accountId: account.accountId, count: rows.length, bytes, rows: this.#pack(rows) };
    (isUrgent ? this.#urgent : this.#others).push(shelf);
  }

  #pack(rows: readonly KeyRow[]): () => readonly KeyRow[] {
    const packed = JSON.stringify(
      rows.map(({ name, createdAt, used, fate }) => [name, createdAt, this.#placeOf(used), this.#placeOf(fate)]),
    );
    return () =>
      (JSON.parse(packed) as PackedRow[]).map(([name, createdAt, used, fate]) => {
        return { name, createdAt, used: this.#texts[used] as string, fate: this.#texts[fate] as string };
      });
  }

  #placeOf(text: string): number {
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    const place = this.#texts.push(text) - 1;
    this.#places.set(text, place);
    return place;
  }

  #makeRoom(bytes: number): void {
    while (bytes > this.#room && this.#others.length > 0) {
      this.#room += this.#others.pop()?.bytes ?? 0;
      this.#isFull = true;
    }
  }
}
