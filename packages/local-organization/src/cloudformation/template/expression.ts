import type { Json } from './json.ts';

/** A value of a template, with its intrinsic functions read. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Expression])[] }
  | { readonly kind: 'ref'; readonly name: string }
  | { readonly kind: 'attribute'; readonly resource: string; readonly attribute: string }
  | { readonly kind: 'join'; readonly delimiter: string; readonly items: Expression }
  | { readonly kind: 'split'; readonly delimiter: string; readonly text: Expression }
  | { readonly kind: 'select'; readonly index: Expression; readonly from: Expression }
  | { readonly kind: 'if'; readonly condition: string; readonly holds: Expression; readonly fails: Expression }
  | { readonly kind: 'condition'; readonly name: string }
  | { readonly kind: 'equals'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'and'; readonly of: readonly Expression[] }
  | { readonly kind: 'or'; readonly of: readonly Expression[] }
  | { readonly kind: 'not'; readonly of: Expression };

/** Every expression within one, itself included. */
export function* within(expression: Expression): Generator<Expression> {
  yield expression;
  for (const part of partsOf(expression)) yield* within(part);
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'list':
      return expression.items;
    case 'object':
      return expression.entries.map(([, value]) => value);
    case 'join':
      return [expression.items];
    case 'split':
      return [expression.text];
    case 'select':
      return [expression.index, expression.from];
    case 'if':
      return [expression.holds, expression.fails];
    case 'equals':
      return [expression.left, expression.right];
    case 'and':
    case 'or':
      return expression.of;
    case 'not':
      return [expression.of];
    case 'literal':
    case 'ref':
    case 'attribute':
    case 'condition':
      break;
  }
  return [];
}
