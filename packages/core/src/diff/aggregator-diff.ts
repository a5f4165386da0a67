import * as v from 'valibot';
import type { Template, TemplateDiff } from './template-diff.ts';
import { at, changesBetween, valueChange, type Json, type ValueChange } from './value-change.ts';

/** The one code asset of the central functions, opened. */
export interface AggregatorAsset {
  /** Its key in the asset bucket, which names its contents. */
  readonly objectKey: string;
  /** The resolved configuration in it. */
  readonly configuration: Json;
  /** A name of everything else in it: equal names are equal code. */
  readonly code: string;
}

/** What changes in the code asset of the central functions, and which functions get the new one, by name. */
export const aggregatorDiff = v.object({
  code: v.picklist(['unchanged', 'changed']),
  configuration: v.array(valueChange),
  functions: v.array(v.string()),
});

/** What changes in the code asset of the central functions. */
export type AggregatorDiff = v.InferOutput<typeof aggregatorDiff>;

/** Compares two code assets; null is one that is not there. */
export function diffAssets(
  before: AggregatorAsset | null,
  after: AggregatorAsset | null,
): Omit<AggregatorDiff, 'functions'> {
  return {
    code: before?.code === after?.code ? 'unchanged' : 'changed',
    configuration: changesBetween(before?.configuration ?? null, after?.configuration ?? null),
  };
}

/**
 * Takes out of a stack's differences what is nothing but the other key of the aggregator's asset, and names the functions it
 * was found in: what that key stands for is told by `diffAssets`.
 */
export function withoutAsset(
  { resources, ...diff }: TemplateDiff,
  template: Template | null,
  keys: { readonly before: string | undefined; readonly after: string | undefined },
): { readonly diff: TemplateDiff; readonly functions: string[] } {
  const isAsset = (each: ValueChange): boolean =>
    each.change === 'changed' && each.before === keys.before && each.after === keys.after;
  const functions: string[] = [];
  const left = resources.flatMap((resource) => {
    const properties = resource.properties.filter((each) => !isAsset(each));
    if (properties.length === resource.properties.length) return [resource];
    functions.push(functionName(template, resource.logicalId));
    return properties.length === 0 ? [] : [{ ...resource, properties }];
  });
  return { diff: { ...diff, resources: left }, functions };
}

function functionName(template: Template | null, logicalId: string): string {
  const name = at(template, ['Resources', logicalId, 'Properties', 'FunctionName']);
  return typeof name === 'string' ? name : logicalId;
}
