import { evidenceStore } from '@keysweep/aws';
import { evidenceKeys, nextScheduledTime } from '@keysweep/core';
import { LocalOrganization, type InProcessHandler } from '@keysweep/local-organization';
import { sweepDefinition } from '../../stacksets/src/state-machine.ts';
import { putCentre } from '../keysweep-roles.ts';

export const CENTRE = '111111111111';
const REGION = 'us-east-1';
/** The evidence bucket. */
export const BUCKET = `keysweep-${CENTRE}-${REGION}`;
export const RUN = { policy: 'weekly', runId: '20261120T235500Z' };

/** The audit that was due with the run of the examples. */
export const AUDIT = '20261002T235500Z';

type Central = 'inventory' | 'sweep' | 'gate' | 'summarise';
/** A payload of a stub: what the state machine sent. */
export type Payload = Readonly<Record<string, unknown>>;

/** What the stubs answer; each is told the payload, and how often its function was asked before. */
export type Answers = Record<Central, (payload: Payload, before: number) => unknown>;

/** An organization with the sweep's state machine, and functions that remember what they were asked. */
export interface StubCentre {
  readonly organization: LocalOrganization;
  /** Every call, in order. */
  readonly calls: readonly { readonly name: Central; readonly payload: Payload }[];
  /** The payloads of one function. */
  payloadsOf(name: Central): readonly Payload[];
  /** Writes so many accounts of a pass into the bucket, as the functions of the centre do. */
  storeAccounts(pass: number, count: number): Promise<void>;
  schedule(name: string, expression: string, more?: { readonly timezone?: string; readonly input?: object }): void;
}

/** Sets up the centre. Its roles are those of the central template. */
export function stubCentre(answers: Partial<Answers> = {}): StubCentre {
  const organization = LocalOrganization.fromDescription(
    {
      organization: { id: 'o-states0001', managementAccount: 'Centre', now: '2026-10-01T00:00:00Z' },
      accounts: [{ name: 'Centre', id: CENTRE }],
    },
    { clock: 'stands', nextScheduledTime },
  );
  putCentre(organization);
  const connection = { region: REGION, requestHandler: organization.requestHandler() };
  const calls: { name: Central; payload: Payload }[] = [];
  const stubs: Answers = { ...wellBehaved, ...answers };
  const functionArns = Object.fromEntries(
    (['inventory', 'sweep', 'gate', 'summarise'] as const).map((name) => {
      const inProcess: InProcessHandler = (event) => {
        const before = calls.filter((call) => call.name === name).length;
        calls.push({ name, payload: event as Payload });
        return stubs[name](event as Payload, before);
      };
      void organization.deployFunction({
        accountId: CENTRE,
        functionName: `keysweep-${name}`,
        roleName: 'keysweep-central',
        inProcess,
        timeoutSeconds: 30,
      });
      return [name, `arn:aws:lambda:${REGION}:${CENTRE}:function:keysweep-${name}`];
    }),
  ) as Record<Central, string>;
  const definition = JSON.stringify(sweepDefinition({ partition: 'aws', functionArns }));
  const { stateMachineArn } = organization.createStateMachine(CENTRE, {
    name: 'keysweep-sweep',
    definition,
    roleArn: roleArn('keysweep-states'),
  });
  return {
    organization,
    calls,
    payloadsOf: (name) => calls.filter((call) => call.name === name).map(({ payload }) => payload),
    storeAccounts: async (pass, count) => {
      const credentials = organization.credentials();
      const evidence = evidenceStore({ ...connection, credentials }, { bucket: BUCKET, forcePathStyle: true });
      await evidence.putOnce(accountsKey(pass), JSON.stringify(accountIds(count)));
    },
    schedule: (name, expression, { timezone = 'UTC', input = { policy: 'weekly', apply: true } } = {}) =>
      organization.createSchedule(CENTRE, {
        Name: name,
        ScheduleExpression: expression,
        ScheduleExpressionTimezone: timezone,
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: stateMachineArn,
          RoleArn: roleArn('keysweep-scheduler'),
          Input: JSON.stringify({ ...input, scheduledTime: '<aws.scheduler.scheduled-time>' }),
        },
      }),
  };
}

/** Where the accounts of a pass are listed. */
export const accountsKey = (pass: number): string => evidenceKeys.accounts(RUN, pass);

const roleArn = (name: string): string => `arn:aws:iam::${CENTRE}:role/${name}`;

/** So many account ids, sorted. */
export function accountIds(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(200_000_000_000 + index));
}

const wellBehaved: Answers = {
  inventory: ({ policy }) => ({
    ...(policy === null ? { auditId: AUDIT } : { run: RUN }),
    accounts: 45,
    batchSize: 10,
    maxConcurrency: 3,
    bucket: BUCKET,
    accountsKey: accountsKey(1),
  }),
  sweep: () => ({ ignored: 'x'.repeat(200_000) }),
  gate: ({ stage }) => (stage === 'weigh' ? { verdict: 'open' } : { left: 0, accountsKey: accountsKey(2) }),
  summarise: () => ({ summary: 'summaries/1' }),
};
