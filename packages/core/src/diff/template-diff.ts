import * as v from 'valibot';
import { at, changesBetween, isMap, valueChange, type Json } from './value-change.ts';

/** A CloudFormation template, parsed. */
export type Template = { readonly [section: string]: Json };

const resourceChange = v.object({
  logicalId: v.string(),
  /** As the later template has it, or the earlier where the resource goes. */
  type: v.string(),
  change: v.picklist(['added', 'removed', 'changed']),
  /** What changes in it, from the top of the resource: `Properties`, `Type`, `DeletionPolicy` …; none of a resource that comes or goes. */
  properties: v.array(valueChange),
});

/** What an update of a stack would change: its resources by logical id, and all that stands beside `Resources`. */
export const templateDiff = v.object({
  change: v.picklist(['unchanged', 'added', 'removed', 'changed']),
  resources: v.array(resourceChange),
  settings: v.array(valueChange),
});

/** What changes about one resource. */
export type ResourceChange = v.InferOutput<typeof resourceChange>;
/** What an update of a stack would change. */
export type TemplateDiff = v.InferOutput<typeof templateDiff>;

/** Compares two templates of one stack; null is a stack that is not there. */
export function diffTemplates(before: Template | null, after: Template | null): TemplateDiff {
  const { Resources: _from, ...settingsBefore } = before ?? {};
  const { Resources: _to, ...settingsAfter } = after ?? {};
  const resources = diffResources(resourcesOf(before), resourcesOf(after));
  if (before === null || after === null) {
    const change = after === null ? (before === null ? 'unchanged' : 'removed') : 'added';
    return { change, resources, settings: [] };
  }
  const settings = changesBetween(settingsBefore, settingsAfter);
  return { change: resources.length + settings.length === 0 ? 'unchanged' : 'changed', resources, settings };
}

function diffResources(before: Template, after: Template): ResourceChange[] {
  const ids = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return ids.flatMap((logicalId): ResourceChange[] => {
    const [from, to] = [before[logicalId], after[logicalId]];
    const type = typeOf(to ?? from);
    if (from === undefined) return [{ logicalId, type, change: 'added', properties: [] }];
    if (to === undefined) return [{ logicalId, type, change: 'removed', properties: [] }];
    const properties = changesBetween(from, to);
    return properties.length === 0 ? [] : [{ logicalId, type, change: 'changed', properties }];
  });
}

/** The resources of one type, by logical id. */
export function resourcesOfType(template: Template | null, type: string): readonly (readonly [string, Template])[] {
  return Object.entries(resourcesOf(template)).flatMap(([logicalId, resource]) =>
    typeOf(resource) === type && isMap(resource) ? [[logicalId, resource] as const] : [],
  );
}

function resourcesOf(template: Template | null): Template {
  const resources = at(template, ['Resources']);
  return isMap(resources) ? resources : {};
}

function typeOf(resource: Json | undefined): string {
  const type = at(resource, ['Type']);
  return typeof type === 'string' ? type : '';
}
