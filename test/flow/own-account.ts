import { evidenceStore, pace, systemClock } from '@keysweep/aws';
import { accessKeyWriter, createIamClient, iamReader, type Connection } from '@keysweep/aws/iam';
import type { Clock, Outcome } from '@keysweep/core';
import { LocalOrganization } from '@keysweep/local-organization';
import { readStandaloneEnvironment, sweepOwnAccount, type OwnAccount, type OwnRun } from '@keysweep/revoker';
import { putStandalone } from '../keysweep-roles.ts';
import { PROD, smallOrganization } from './small-organization.ts';

const ROLE = 'keysweep-standalone';
const REGION = 'us-east-1';
export const BUCKET = 'keysweep-evidence-of-prod';

/** The parameters of the stack, as its template gives them to the function: delete at once. */
export const PARAMETERS = {
  KEYSWEEP_GROUPS: 'Developers,Administrators',
  KEYSWEEP_ACTION: 'delete',
  KEYSWEEP_DELETE_AFTER_INACTIVE_DAYS: '0',
  KEYSWEEP_MINIMUM_KEY_AGE_DAYS: '0',
  KEYSWEEP_REQUIRE_CONSOLE_ACCESS: 'true',
  KEYSWEEP_MAXIMUM_REVOCATIONS: '100',
  KEYSWEEP_EXEMPT_USERS: '',
  KEYSWEEP_EXEMPT_GROUPS: 'BreakGlass',
  KEYSWEEP_TIMEZONE: 'Europe/London',
  KEYSWEEP_BUCKET: BUCKET,
  KEYSWEEP_TEMPLATE_VERSION: 'test',
};

/** The account Prod as if it had no organization: the role and the bucket of the standalone template. */
export interface SoleAccount {
  readonly organization: LocalOrganization;
  readonly outcomes: Outcome[];
  /** Ports and parameters for one run of the function. */
  own(parameters?: Partial<typeof PARAMETERS>, clock?: Clock): OwnAccount;
  /** Runs the function as its schedule does. */
  sweep(due: Date, own?: OwnAccount): Promise<OwnRun>;
  keysOf(userName: string): string[];
  /** A stored record, or undefined. */
  stored(key: string): Promise<unknown>;
  /** Deploys the built bundle under the role, with these parameters. */
  deploy(bundlePath: string): Promise<void>;
}

/** Sets up the account. */
export function setSoleAccount(): SoleAccount {
  const organization = LocalOrganization.fromDescription(smallOrganization());
  putStandalone(organization, PROD, BUCKET);
  const credentials = organization.credentials({ roleArn: `arn:aws:iam::${PROD}:role/${ROLE}` });
  const requestHandler = organization.requestHandler();
  const connection: Connection = { region: REGION, requestHandler, credentials, maxAttempts: 2, retryDelayMs: 0 };
  const sleep = async (): Promise<void> => undefined;
  const iam = createIamClient(connection);
  const evidence = evidenceStore(connection, { bucket: BUCKET, forcePathStyle: true, sleep });
  const outcomes: Outcome[] = [];
  const own: SoleAccount['own'] = (parameters = {}, clock = systemClock) => {
    const soon = new Date(clock.now().getTime() + 600_000);
    return {
      environment: readStandaloneEnvironment({ ...PARAMETERS, ...parameters }),
      accountId: PROD,
      caller: `arn:aws:lambda:${REGION}:${PROD}:function:keysweep-standalone`,
      reader: iamReader(iam, { sleep }),
      writer: accessKeyWriter(iam),
      evidence,
      pace: pace(5),
      clock: { now: () => clock.now(), pause: sleep },
      planBy: soon,
      finishBy: soon,
      onOutcome: (outcome) => void outcomes.push(outcome),
    };
  };
  return {
    organization,
    outcomes,
    own,
    sweep: (due, account = own()) => sweepOwnAccount(due, account),
    keysOf: (userName) => organization.accessKeys(PROD, userName).map(({ accessKeyId }) => accessKeyId),
    stored: async (key) => {
      const reading = await evidence.get(key);
      return reading.state === 'known' ? JSON.parse(reading.value.body) : undefined;
    },
    deploy: async (bundlePath) => {
      await organization.deployFunction({
        accountId: PROD,
        functionName: 'keysweep-standalone',
        code: { bundlePath },
        handler: 'index.handler',
        roleName: ROLE,
        environment: PARAMETERS,
        timeoutSeconds: 900,
      });
    },
  };
}
