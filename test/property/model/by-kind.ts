/** What is done with each kind of a thing, with something to do it to. */
export type ByKind<Thing extends { readonly kind: string }, Context, Result> = {
  readonly [Kind in Thing['kind']]: (thing: Extract<Thing, { readonly kind: Kind }>, context: Context) => Result;
};

/** Does with a thing what is done with its kind. */
export function byKind<Thing extends { readonly kind: string }, Context, Result>(
  table: ByKind<Thing, Context, Result>,
  thing: Thing,
  context: Context,
): Result {
  const kind: Thing['kind'] = thing.kind;
  return (table[kind] as (thing: Thing, context: Context) => Result)(thing, context);
}
