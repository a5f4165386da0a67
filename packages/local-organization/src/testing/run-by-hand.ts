import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { LocalOrganization } from '../local-organization.ts';
import type { ExecutionView } from '../timed-organization.ts';
import { clientConfig, MANAGEMENT } from './acme.ts';
import { STATES_ROLE } from './central.ts';

let machines = 0;

/** An execution that has ended, and its output as a value. */
export interface EndedExecution {
  readonly execution: ExecutionView;
  readonly output: unknown;
  /** The children of its Map runs. */
  readonly children: readonly ExecutionView[];
}

/** Makes a state machine of a definition, starts it with the real client and waits for its end. */
export async function runByHand(
  organization: LocalOrganization,
  definition: string,
  input: unknown,
): Promise<EndedExecution> {
  machines += 1;
  const name = `machine-${machines}`;
  const { stateMachineArn } = organization.createStateMachine(MANAGEMENT, { name, definition, roleArn: STATES_ROLE });
  const sfn = new SFNClient(clientConfig(organization));
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }));
  await organization.settled();
  const all = organization.executions(MANAGEMENT, name);
  const execution = all.find(({ arn }) => arn === executionArn);
  if (execution === undefined) throw new TypeError('the execution is gone');
  const output: unknown = execution.output === null ? undefined : JSON.parse(execution.output);
  return { execution, output, children: all.filter(({ parentArn }) => parentArn === executionArn) };
}
