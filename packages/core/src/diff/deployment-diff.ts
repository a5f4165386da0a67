import * as v from 'valibot';
import type { Assignments } from '../assignments.ts';
import type { OrganizationSnapshot } from '../organization.ts';
import { aggregatorDiff, diffAssets, withoutAsset, type AggregatorAsset } from './aggregator-diff.ts';
import { assignmentDiff, diffAssignments } from './assignment-diff.ts';
import { diffRollOut, rollOutDiff } from './rollout-diff.ts';
import { diffSchedules, scheduleChange } from './schedule-diff.ts';
import { diffTemplates, templateDiff, type Template } from './template-diff.ts';

/** What synth writes, read and opened. */
export interface SynthOutput {
  /** The template of every stack, by the stack's name. */
  readonly stacks: Readonly<Record<string, Template>>;
  /** The code asset of the central functions; null where there is none. */
  readonly aggregator: AggregatorAsset | null;
  readonly assignments: Assignments;
}

/** Which stacks hold what: their names. */
export interface StackNames {
  readonly central: string;
  readonly rollout: string;
}

const stackDiff = v.object({ stack: v.string(), ...templateDiff.entries });

/**
 * What a deployment of one synth's output would change against an earlier one's. `changed` is false when there is no
 * difference of any kind, in the assignments neither.
 */
export const deploymentDiffSchema = v.object({
  schema: v.literal('keysweep/diff/1'),
  changed: v.boolean(),
  /** Every stack of either output, by name. What is only the aggregator's new asset is not among a stack's resources. */
  stacks: v.array(stackDiff),
  aggregator: aggregatorDiff,
  rollOut: rollOutDiff,
  schedules: v.array(scheduleChange),
  assignments: assignmentDiff,
});

/** What a deployment would change. */
export type DeploymentDiff = v.InferOutput<typeof deploymentDiffSchema>;
/** What a deployment would change about one stack. */
export type StackDiff = v.InferOutput<typeof stackDiff>;

/** Compares two outputs of synth. `snapshot` is the organization as it is now. Pure: the same input gives the same answer. */
export function diffDeployments(
  before: SynthOutput,
  after: SynthOutput,
  { snapshot, names }: { readonly snapshot: OrganizationSnapshot; readonly names: StackNames },
): DeploymentDiff {
  const keys = { before: before.aggregator?.objectKey, after: after.aggregator?.objectKey };
  const functions: string[] = [];
  const stacks = [...new Set([...Object.keys(before.stacks), ...Object.keys(after.stacks)])].sort().map((stack) => {
    const [from, to] = [before.stacks[stack] ?? null, after.stacks[stack] ?? null];
    const found = withoutAsset(diffTemplates(from, to), to, keys);
    functions.push(...found.functions);
    return { stack, ...found.diff };
  });
  const templateOf = ({ stacks: all }: SynthOutput, name: string): Template | null => all[name] ?? null;
  const schedules = diffSchedules(templateOf(before, names.central), templateOf(after, names.central));
  const assignments = diffAssignments(before.assignments, after.assignments);
  const moved = assignments.organizationalUnits.length + assignments.accounts.length;
  return {
    schema: 'keysweep/diff/1',
    changed: moved > 0 || stacks.some(({ change }) => change !== 'unchanged'),
    stacks,
    aggregator: { ...diffAssets(before.aggregator, after.aggregator), functions },
    rollOut: diffRollOut(templateOf(before, names.rollout), templateOf(after, names.rollout), snapshot),
    schedules,
    assignments,
  };
}
