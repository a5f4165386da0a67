import { readStaged, readStackTemplate } from '@keysweep/aws';
import {
  assignmentsOf,
  parseConfig,
  resolveAssignments,
  type Assignments,
  type OrganizationSnapshot,
  type SynthOutput,
  type Template,
} from '@keysweep/core';
import { STACK_NAMES } from '@keysweep/stacksets/names';
import { assetKeyOf, openAsset } from '../synth/read-output.ts';
import type { Templates } from '../synth/templates.ts';
import { presentOrNull } from './failed-read.ts';
import { stagingBucketFor } from './prepare.ts';
import type { Seat } from './site.ts';
import type { PlannedStack } from './stack-plan.ts';

/** What is deployed, in the form in which synth writes it. */
export interface DeployedOutput {
  readonly output: SynthOutput;
  /** Whether who falls under which policy until now is known. */
  readonly assignmentsKnown: boolean;
}

/** What is needed to read it back. */
export interface DeployedFrom {
  /** The central account. */
  readonly seat: Seat;
  readonly organization: OrganizationSnapshot;
  readonly templates: Templates;
}

/**
 * Reads back what is deployed: the templates from the stacks, and the configuration from the code that the central functions
 * run, which says of today's organization who falls under which policy. So what an account did by itself since, or what lies in
 * somebody's folder, does not show as a change of this deployment's.
 * @throws KeysweepError `deployment-refused` where a template cannot be read.
 */
export async function readDeployed(
  planned: readonly PlannedStack[],
  { seat, organization, templates }: DeployedFrom,
): Promise<DeployedOutput> {
  const stacks: Record<string, Template> = {};
  for (const { job } of planned) {
    if (job.id === null) continue;
    const text = presentOrNull(await readStackTemplate(job.seat.connection, job.id), `the template of ${job.name}`);
    if (text !== null) stacks[job.name] = JSON.parse(text) as Template;
  }
  const central = stacks[STACK_NAMES.central];
  const aggregator = central === undefined ? null : await assetOf(seat, central, templates);
  const known = aggregator === null ? null : assignmentsIn(aggregator.configuration, organization);
  return {
    output: { stacks, aggregator, assignments: known ?? nobody(organization) },
    assignmentsKnown: central === undefined || known !== null,
  };
}

/** The code of the central functions; null where it is not there any more, or is none of ours. */
async function assetOf(seat: Seat, central: Template, templates: Templates): Promise<SynthOutput['aggregator']> {
  const key = assetKeyOf(central);
  if (key === null) return null;
  const archive = await readStaged(seat.connection, stagingBucketFor(seat), key);
  if (archive.state !== 'known') return null;
  try {
    return openAsset(key, archive.value, templates);
  } catch {
    return null;
  }
}

/** Null where that configuration does not fit the organization as it is today, or another version of keysweep wrote it. */
function assignmentsIn(configuration: unknown, organization: OrganizationSnapshot): Assignments | null {
  const parsed = parseConfig(configuration);
  if (!parsed.ok || resolveAssignments(parsed.config, organization).problems.length > 0) return null;
  return assignmentsOf(parsed.config, organization);
}

function nobody({ id }: OrganizationSnapshot): Assignments {
  return { schema: 'keysweep/assignments/1', organizationId: id, organizationalUnits: [], accounts: [] };
}
