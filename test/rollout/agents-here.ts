import { accessKeyWriter, createIamClient, iamReader, pace } from '@keysweep/aws/iam';
import type { InProcessHandler, LocalOrganization, StandIn } from '@keysweep/local-organization';
import { obey } from '@keysweep/revoker';
import { readEnvironment } from '../../apps/revoker/src/environment.ts';

/** How the agents of a rolled-out organization are run. */
export interface AgentsHere {
  /** Retries as in production, with the SDK's own pauses, instead of two quick attempts; default false. */
  readonly patient?: boolean;
  /** Puts something around the agent of an account, anew for each invocation. */
  readonly around?: (accountId: string, agent: InProcessHandler) => InProcessHandler;
}

/** The agents, run in this process: the deployed environment and role, and the organization's clock. */
export function agentsHere(organizationOf: () => LocalOrganization, { patient = false, around }: AgentsHere): StandIn {
  const attempts = patient ? {} : { maxAttempts: 2, retryDelayMs: 0 };
  return ({ functionName, accountId, environment, roleName }) => {
    if (functionName !== 'keysweep-revoker') return undefined;
    const agent: InProcessHandler = (event, { invokedFunctionArn }) => {
      const organization = organizationOf();
      const iam = createIamClient({
        region: 'us-east-1',
        requestHandler: organization.requestHandler(),
        credentials: organization.credentials(`arn:aws:iam::${accountId}:role/${roleName}`),
        ...attempts,
      });
      return obey(event, {
        environment: readEnvironment(environment),
        accountId,
        caller: invokedFunctionArn,
        reader: iamReader(iam, { sleep: noSleep }),
        writer: accessKeyWriter(iam),
        pace: pace(5),
        clock: { now: () => organization.now(), pause: noSleep },
        onOutcome: () => undefined,
      });
    };
    return around?.(accountId, agent) ?? agent;
  };
}

const noSleep = async (): Promise<void> => undefined;
