import { join } from 'node:path';
import { KeysweepError, type Config, type DeploymentDiff, type OrganizationSnapshot } from '@keysweep/core';
import { STACK_NAMES } from '@keysweep/stacksets/names';
import { OUTPUT } from '../synth/write-output.ts';

/** What is asked of the management account's own stack, which StackSets never make. */
export interface ManagementInput {
  readonly config: Config;
  readonly organization: OrganizationSnapshot;
  readonly diff: DeploymentDiff;
  /** Whether there is a central stack already. */
  readonly isFirst: boolean;
  /** The folder with the member template. */
  readonly folder: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Whether the management account's own stack has to be made or changed with this deployment. */
export function managementChanges({ config, diff, isFirst }: Omit<ManagementInput, 'folder' | 'parameters'>): boolean {
  const { memberTemplate, parameters } = diff.rollOut;
  const changes = isFirst || memberTemplate.change !== 'unchanged' || parameters.length > 0;
  return config.managementAccount !== null && changes;
}

/** How somebody with credentials of the management account does what is left: with this command, or without. */
export function managementRemains(input: ManagementInput): string[] {
  const { organization, folder, parameters } = input;
  if (parameters['OrderVerificationKey'] === undefined)
    throw new KeysweepError('internal', 'the member stack is told of without its key');
  const given = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  return [
    `${STACK_NAMES.management} in the management account ${organization.managementAccountId}:`,
    'keysweep deploy --management-profile NAME, or with credentials of that account:',
    [
      `aws cloudformation deploy --stack-name ${STACK_NAMES.management} --capabilities CAPABILITY_NAMED_IAM`,
      `--region ${input.config.region} --template-file ${join(folder, OUTPUT.member)}`,
      `--parameter-overrides ${given.join(' ')}`,
    ].join(' '),
  ];
}
