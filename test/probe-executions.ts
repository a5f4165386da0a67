import type { LocalOrganization } from '@keysweep/local-organization';

const STATE_MACHINE = 'keysweep-sweep';

/** Executions of a state machine with one task, which answers at once or when the world ends. */
export function stageExecutions(organization: LocalOrganization): {
  start(ends: boolean): Promise<string>;
  end(): Promise<void>;
} {
  const accountId = organization.managementAccountId;
  let release = (): void => undefined;
  let underWay: Promise<void> = Promise.resolve();
  return {
    start: async (ends) => {
      const waiting = new Promise<void>((resolve) => (release = resolve));
      await organization.deployFunction({
        accountId,
        functionName: 'task',
        roleName: 'keysweep-central',
        inProcess: async () => (ends ? null : waiting),
      });
      makeStateMachine(organization);
      underWay = organization.advanceBy(0);
      if (ends) await underWay;
      while (organization.executions(accountId, STATE_MACHINE).length === 0)
        await new Promise((resolve) => setImmediate(resolve));
      return organization.executions(accountId, STATE_MACHINE)[0]?.arn ?? '';
    },
    end: () => {
      release();
      return underWay;
    },
  };
}

function makeStateMachine(organization: LocalOrganization): void {
  const accountId = organization.managementAccountId;
  const roleOf = (service: string, allows: readonly string[]): string => {
    organization.putRole({ accountId, roleName: service, trusts: [`${service}.amazonaws.com`], allows });
    return `arn:aws:iam::${accountId}:role/${service}`;
  };
  const FunctionName = `arn:aws:lambda:us-east-1:${accountId}:function:task`;
  const task = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName }, End: true };
  const { stateMachineArn } = organization.createStateMachine(accountId, {
    name: STATE_MACHINE,
    definition: JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'Task', States: { Task: task } }),
    roleArn: roleOf('states', ['lambda:InvokeFunction']),
  });
  organization.createSchedule(accountId, {
    Name: 'now',
    // Due as soon as it is made.
    ScheduleExpression: 'rate(7 days)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: stateMachineArn, RoleArn: roleOf('scheduler', ['states:StartExecution']), Input: '{}' },
  });
}
