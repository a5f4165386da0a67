/** A page of a sorted index: `next` is the key after which the rest begins, undefined on the last page. */
export interface IndexPage<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** Items found by key in constant time and listed in the order of their keys, without ever sorting again. */
export class SortedIndex<T> {
  /** The key an item is found and ordered by. */
  readonly keyOf: (item: T) => string;
  readonly #byKey = new Map<string, T>();
  readonly #keys: string[] = [];
  readonly #items: T[] = [];

  constructor(keyOf: (item: T) => string) {
    this.keyOf = keyOf;
  }

  get size(): number {
    return this.#items.length;
  }

  /** All items in order; a live view. */
  get items(): readonly T[] {
    return this.#items;
  }

  get(key: string): T | undefined {
    return this.#byKey.get(key);
  }

  /** Adds an item, replacing one of the same key. */
  put(item: T): void {
    const key = this.keyOf(item);
    const position = this.#positionAtOrAfter(key);
    this.#items.splice(position, this.#byKey.has(key) ? 1 : 0, item);
    if (!this.#byKey.has(key)) this.#keys.splice(position, 0, key);
    this.#byKey.set(key, item);
  }

  /** Removes what has this key; false if nothing has. */
  delete(key: string): boolean {
    if (!this.#byKey.delete(key)) return false;
    const position = this.#positionAtOrAfter(key);
    this.#keys.splice(position, 1);
    this.#items.splice(position, 1);
    return true;
  }

  /** Up to `limit` items after a key (from the start if undefined), whether or not that key still exists. */
  page(after: string | undefined, limit: number): IndexPage<T> {
    const start = after === undefined ? 0 : this.#positionAfter(after);
    const end = start + limit;
    return {
      items: this.#items.slice(start, end),
      next: end < this.#items.length ? this.#keys[end - 1] : undefined,
    };
  }

  /** The items from a key on, that one included. */
  *from(key: string): Generator<T> {
    for (let position = this.#positionAtOrAfter(key); position < this.#items.length; position += 1) {
      const item = this.#items[position];
      if (item !== undefined) yield item;
    }
  }

  #positionAfter(key: string): number {
    const position = this.#positionAtOrAfter(key);
    return this.#keys[position] === key ? position + 1 : position;
  }

  #positionAtOrAfter(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/**
 * The form under which two spellings of one IAM name meet: names are unique without regard to case.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function nameKey(name: string): string {
  return name.toLowerCase();
}
