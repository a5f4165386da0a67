/**
 * Does a piece of work for each item, so many ahead of the one that is next, and gives the results in the order of the items.
 * However many items there are, no more than that many results are held.
 */
export async function* inOrder<Item, Result>(
  items: readonly Item[],
  ahead: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = [];
  for (const item of items) {
    const result = work(item);
    // A later one that fails is heard of when its turn comes.
    result.catch(() => undefined);
    begun.push(result);
    if (begun.length >= ahead) yield begun.shift() as Promise<Result>;
  }
  for (const result of begun) yield result;
}
