import * as v from 'valibot';
import { indexOrganization } from '../organization-index.ts';
import type { OrganizationSnapshot } from '../organization.ts';
import { count } from '../shape.ts';
import { diffTemplates, resourcesOfType, templateDiff, type Template } from './template-diff.ts';
import { asText, at, changesBetween, isMap, valueChange, type Json } from './value-change.ts';

const target = v.object({ organizationalUnitId: v.string(), region: v.string() });

/**
 * What a deployment would do in the members' accounts. `needed` is false where the StackSet stays as it is: then no account
 * is touched. The numbers are of accounts in the present organization: those whose stack is updated, created, deleted.
 */
export const rollOutDiff = v.object({
  needed: v.boolean(),
  memberTemplate: templateDiff,
  /** By name. The order verification key is not among them: synth does not know it. */
  parameters: v.array(valueChange),
  targets: v.object({ added: v.array(target), removed: v.array(target) }),
  accounts: v.object({ updated: count, created: count, deleted: count }),
});

/** What a deployment would do in the members' accounts. */
export type RollOutDiff = v.InferOutput<typeof rollOutDiff>;
type Target = v.InferOutput<typeof target>;

/** Compares the StackSet of two rollout templates; null is a template that is not there. */
export function diffRollOut(
  before: Template | null,
  after: Template | null,
  snapshot: OrganizationSnapshot,
): RollOutDiff {
  const [from, to] = [stackSetOf(before), stackSetOf(after)];
  const memberTemplate = diffTemplates(from.memberTemplate, to.memberTemplate);
  const parameters = changesBetween(from.parameters, to.parameters);
  const added = beyond(to.targets, from.targets);
  const removed = beyond(from.targets, to.targets);
  const renewed = memberTemplate.change === 'changed' || parameters.length > 0;
  const reach = { before: reached(snapshot, from.targets), after: reached(snapshot, to.targets) };
  const kept = [...reach.after].filter((id) => reach.before.has(id)).length;
  return {
    needed: renewed || memberTemplate.change !== 'unchanged' || added.length + removed.length > 0,
    memberTemplate,
    parameters,
    targets: { added, removed },
    accounts: {
      updated: renewed ? kept : 0,
      created: reach.after.size - kept,
      deleted: reach.before.size - kept,
    },
  };
}

interface StackSet {
  readonly memberTemplate: Template | null;
  readonly parameters: Json;
  readonly targets: readonly Target[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stackset.html */
function stackSetOf(template: Template | null): StackSet {
  const [, stackSet] = resourcesOfType(template, 'AWS::CloudFormation::StackSet')[0] ?? [];
  const properties = at(stackSet, ['Properties']);
  const parameters = listAt(properties, 'Parameters').map(
    (each) => [asText(at(each, ['ParameterKey']) as Json), at(each, ['ParameterValue']) ?? null] as const,
  );
  return {
    memberTemplate: parsed(at(properties, ['TemplateBody'])),
    parameters: Object.fromEntries(parameters),
    targets: listAt(properties, 'StackInstancesGroup').flatMap(targetsOf),
  };
}

function targetsOf(group: Json): Target[] {
  const ids = listAt(at(group, ['DeploymentTargets']), 'OrganizationalUnitIds');
  return listAt(group, 'Regions').flatMap((region) =>
    ids.map((id) => ({ organizationalUnitId: asText(id), region: asText(region) })),
  );
}

function listAt(value: Json | undefined, key: string): readonly Json[] {
  const list = at(value, [key]);
  return Array.isArray(list) ? (list as readonly Json[]) : [];
}

/** The template inside the StackSet, which is text there; null where it is none. */
function parsed(body: Json | undefined): Template | null {
  if (typeof body !== 'string') return null;
  try {
    const template = JSON.parse(body) as Json;
    return isMap(template) ? template : null;
  } catch {
    return null;
  }
}

function beyond(targets: readonly Target[], others: readonly Target[]): Target[] {
  const known = new Set(others.map(keyOf));
  return targets.filter((each) => !known.has(keyOf(each)));
}

function keyOf({ organizationalUnitId, region }: Target): string {
  return `${organizationalUnitId} ${region}`;
}

/**
 * The accounts that get a stack, by the targets they stand under: never the management account, and none that is suspended.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-associate-stackset-with-org.html
 */
function reached(snapshot: OrganizationSnapshot, targets: readonly Target[]): ReadonlySet<string> {
  const index = indexOrganization(snapshot);
  const places = new Map<string, string[]>();
  for (const { organizationalUnitId, region } of targets)
    places.set(organizationalUnitId, [...(places.get(organizationalUnitId) ?? []), region]);
  return new Set(
    snapshot.accounts.flatMap(({ id, state, parentId }) => {
      if (id === snapshot.managementAccountId || state !== 'ACTIVE') return [];
      return index
        .lineageOf(parentId)
        .flatMap((place) => places.get(place) ?? [])
        .map((region) => `${id} ${region}`);
    }),
  );
}
