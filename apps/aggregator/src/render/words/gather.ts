/** Items by a key, both in the order in which they come. */
export function gather<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, Item[]> {
  const gathered = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const before = gathered.get(key);
    if (before === undefined) gathered.set(key, [item]);
    else before.push(item);
  }
  return gathered;
}
