import type { PreparedChangeSet, StackChange } from '@keysweep/aws';
import type { Json, Template } from '@keysweep/core';
import type { Seat } from './site.ts';

/** A stack, and what it is to be. */
export interface StackJob {
  readonly name: string;
  /** Where it is, and with whose credentials it is deployed. */
  readonly seat: Seat;
  /** Its id; null where it is not there yet. */
  readonly id: string | null;
  readonly template: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** A stack with what a deployment would do to it. */
export interface PlannedStack {
  readonly job: StackJob;
  readonly change: 'unchanged' | 'new' | 'changed';
  /** As CloudFormation says; for a stack whose change set cannot be made yet, as its template does. */
  readonly changes: readonly StackChange[];
  /** Null where nothing changes, or where it cannot be made yet. */
  readonly changeSet: PreparedChangeSet | null;
  /** Whether that change set does no more than take in what an earlier stack left behind, with all else to follow. */
  readonly adopts: boolean;
}

/** A stack of which nothing is there, told from its template alone. */
export function newStack(job: StackJob): PlannedStack {
  return { job, change: 'new', changes: additionsOf(job.template), changeSet: null, adopts: false };
}

/** A new stack that first takes in what an earlier one left behind: those are imported, all else is made. */
export function adoptingStack(job: StackJob, changeSet: PreparedChangeSet): PlannedStack {
  const taken = new Map(changeSet.changes.map((change) => [change.logicalId, change]));
  const changes = additionsOf(job.template).map((change) => taken.get(change.logicalId) ?? change);
  return { job, change: 'new', changes, changeSet, adopts: true };
}

function additionsOf(template: string): StackChange[] {
  return Object.entries(resourcesOf(template)).map(([logicalId, { Type: type }]) => ({
    action: 'Add',
    logicalId,
    type,
    replacement: 'no',
  }));
}

interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties?: Template;
}

/** The resources of a template of ours, by logical id. */
export function resourcesOf(template: string): Readonly<Record<string, Resource>> {
  return (JSON.parse(template) as { readonly Resources: Readonly<Record<string, Resource>> }).Resources;
}

/** The logical ids of what stays when a stack of this template goes. */
export function retainedIn(template: string): readonly string[] {
  return Object.entries(resourcesOf(template)).flatMap(([id, { DeletionPolicy: policy = 'Delete' }]) =>
    policy.startsWith('Retain') ? [id] : [],
  );
}

/**
 * A template of the evidence bucket and its rules and nothing else, each as the central template has it: what an import takes. Their settings in
 * it are the wanted ones, so that nothing is ever rolled back to less.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import-new-stack.html
 */
export function adoptionTemplate(central: string, logicalIds: readonly string[]): string {
  const all = resourcesOf(central);
  const Resources = Object.fromEntries(logicalIds.map((id) => [id, (all[id] ?? null) as Json]));
  return JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources });
}
