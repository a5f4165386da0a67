import type { LocalOrganization } from '@keysweep/local-organization';
import { sweepDefinition } from '../../stacksets/src/state-machine.ts';
import { MANAGEMENT } from '../stage.ts';

/** Makes the state machine of the central template, over the functions that are deployed; its ARN. */
export function createSweepMachine(organization: LocalOrganization): string {
  const arnOf = (name: string): string => `arn:aws:lambda:us-east-1:${MANAGEMENT}:function:keysweep-${name}`;
  const functionArns = {
    inventory: arnOf('inventory'),
    sweep: arnOf('sweep'),
    gate: arnOf('gate'),
    summarise: arnOf('summarise'),
  };
  const { stateMachineArn } = organization.createStateMachine(MANAGEMENT, {
    name: 'keysweep-sweep',
    definition: JSON.stringify(sweepDefinition({ partition: 'aws', functionArns })),
    roleArn: `arn:aws:iam::${MANAGEMENT}:role/keysweep-states`,
  });
  return stateMachineArn;
}
