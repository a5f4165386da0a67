/**
 * Gives the results of some work in the order of its items, while at most `ahead` of them are at work or wait to be taken: what
 * has been taken is forgotten. An error comes out where its result would have.
 */
export async function* readAhead<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  ahead: number,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = [];
  for (let next = 0; next < items.length || begun.length > 0;) {
    for (; next < items.length && begun.length < ahead; next += 1) begun.push(begin(items[next] as Item, work));
    yield await (begun.shift() as Promise<Result>);
  }
}

/** An error that nobody awaits yet must not end the process. */
function begin<Item, Result>(item: Item, work: (item: Item) => Promise<Result>): Promise<Result> {
  const result = work(item);
  result.catch(() => undefined);
  return result;
}
