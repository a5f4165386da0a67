import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import {
  runSweep,
  summariseOrganization,
  type Centre,
  type EndedRun,
  type HashedConfig,
  type KeySink,
} from '@keysweep/aggregator';
import {
  auditAccess,
  evidenceStore,
  lambdaAgent,
  orderSigner,
  organizationReader,
  pace,
  stackInstances,
  sweepSwitch,
  systemClock,
} from '@keysweep/aws';
import { accessKeyWriter, createIamClient, iamReader, type Connection } from '@keysweep/aws/iam';
import {
  parseConfig,
  runIdOf,
  type AccessKeyWriter,
  type Config,
  type IamReader,
  type SummarisedKey,
  type Summary,
} from '@keysweep/core';
import { MemoryStackInstances } from '@keysweep/core/memory';
import { LocalOrganization, type OrganizationDescription } from '@keysweep/local-organization';
import { obey } from '@keysweep/revoker';
import { putCentre, putMemberRoles } from './keysweep-roles.ts';

/** What a stage is set with. */
export interface Setting {
  readonly organization: OrganizationDescription;
  /** `keysweep.yaml` as plain values. */
  readonly config: unknown;
  /** Attempts per request; default 2, with no pause between. */
  readonly maxAttempts?: number;
  /** Whether the stack instances are those of a StackSet that the test deploys; default false: see `Stage.stackInstances`. */
  readonly isRolledOut?: boolean;
  /** Retries as in production, with the SDK's own pauses, instead of quick ones. */
  readonly patient?: boolean;
  /** Puts something between an agent and IAM, anew for each invocation. */
  readonly aroundAgent?: (ports: AgentPorts) => AgentPorts;
}

/** What an agent acts through. */
export interface AgentPorts {
  readonly reader: IamReader;
  readonly writer: AccessKeyWriter;
}

/**
 * A local organization with the centre set up, and an agent with its roles in every account described as `agent: deployed`. All
 * of it works under the statements of the templates: what they do not allow fails here.
 */
export interface Stage {
  readonly organization: LocalOrganization;
  readonly config: Config;
  readonly hashed: HashedConfig;
  readonly bucket: string;
  readonly signingKeyId: string;
  readonly topicArn: string;
  /** What the StackSet says of the accounts: a current instance in each that has an agent. */
  readonly stackInstances: MemoryStackInstances;
  /** The environment of an agent, as its template sets it. */
  readonly agentEnvironment: Readonly<Record<string, string>>;
  /** A fresh centre, as a newly started process would have it. */
  newCentre(): Centre;
  sweep(options?: { readonly policy?: string; readonly due?: Date; readonly centre?: Centre }): Promise<EndedRun>;
  summary(): Promise<Summary>;
  /** The keys of that summary. */
  keys(): Promise<readonly SummarisedKey[]>;
  /** Ids of the keys a user holds. */
  keysOf(accountId: string, userName: string): string[];
}

export const MANAGEMENT = '111111111111';
const REGION = 'us-east-1';

/** Sets a stage. Everything runs in this process over the SDK's own wire formats. */
export async function setStage(setting: Setting): Promise<Stage> {
  const parsed = parseConfig(setting.config);
  if (!parsed.ok) throw new TypeError(parsed.problems.map(({ problem }) => problem).join('\n'));
  const organization = LocalOrganization.fromDescription(setting.organization);
  const requestHandler = organization.requestHandler();
  const { maxAttempts = 2 } = setting;
  const quick =
    setting.patient === true
      ? { region: REGION, requestHandler }
      : { region: REGION, requestHandler, maxAttempts, retryDelayMs: 0 };
  const { bucket, signingKeyId, publicKey, topicArn } = putCentre(organization);
  organization.putParameter({ accountId: MANAGEMENT, name: '/keysweep/state', value: 'enabled' });
  const deployed = organization.accounts().filter(({ agent }) => agent === 'deployed');
  for (const { id } of deployed)
    await deployAgent({ setting, organization, config: parsed.config }, id, { quick, publicKey });
  const instances = new MemoryStackInstances(new Map(deployed.map(({ id }) => [id, 'CURRENT'])));
  const connection = {
    ...quick,
    credentials: organization.credentials({ roleArn: `arn:aws:iam::${MANAGEMENT}:role/keysweep-central` }),
  };
  const noSleep = async (): Promise<void> => undefined;
  const newCentre = (): Centre => ({
    organization: organizationReader(connection),
    stackInstances: setting.isRolledOut === true ? stackInstances({ ...connection, region: REGION }) : instances,
    agent: lambdaAgent(connection, { sleep: noSleep }),
    signer: orderSigner(connection, signingKeyId),
    auditAccess: auditAccess(connection, { sleep: noSleep }),
    evidence: evidenceStore(connection, { bucket, forcePathStyle: true, sleep: noSleep }),
    sweepSwitch: sweepSwitch(connection),
    clock: systemClock,
    paceOfAccount: () => pace(5),
    paceOfAccounts: pace(10),
    identity: { holder: `test:${randomUUID()}`, bundleHash: 'test' },
    isHolderAtWork: async () => false,
  });
  const hashed = { config: parsed.config, configHash: 'test' };
  const summarised = async () => {
    const keys: SummarisedKey[] = [];
    const sink: KeySink = {
      take: async (account) => {
        keys.push(...account.keys);
      },
    };
    const summary = await summariseOrganization(hashed, newCentre(), { id: 'test', audit: { state: 'absent' }, sink });
    return { summary, keys };
  };
  const firstPolicy = Object.keys(parsed.config.policies)[0] ?? '';
  return {
    organization,
    config: parsed.config,
    hashed,
    bucket,
    signingKeyId,
    topicArn,
    stackInstances: instances,
    agentEnvironment: {
      KEYSWEEP_ORGANIZATION_ID: setting.organization.organization.id,
      KEYSWEEP_ORDER_VERIFICATION_KEY: publicKey,
      KEYSWEEP_CEILING_ACTION: parsed.config.ceilings.action,
      KEYSWEEP_CEILING_REVOCATIONS: String(parsed.config.ceilings.revocations),
      KEYSWEEP_TEMPLATE_VERSION: 'test',
    },
    newCentre,
    sweep: ({ policy = firstPolicy, due = new Date(), centre = newCentre() } = {}) =>
      runSweep({ policy, runId: runIdOf(due) }, { hashed, centre, onProgress: () => undefined }),
    summary: async () => (await summarised()).summary,
    keys: async () => (await summarised()).keys,
    keysOf: (accountId, userName) => organization.accessKeys(accountId, userName).map(({ accessKeyId }) => accessKeyId),
  };
}

interface Deployment {
  readonly setting: Setting;
  readonly organization: LocalOrganization;
  readonly config: Config;
}

async function deployAgent(
  { setting, organization, config }: Deployment,
  accountId: string,
  wiring: { quick: Connection; publicKey: string },
): Promise<void> {
  putMemberRoles(organization, accountId);
  const credentials = organization.credentials({ roleArn: `arn:aws:iam::${accountId}:role/keysweep-revoker` });
  const iam = createIamClient({ ...wiring.quick, credentials });
  const sleep = async (): Promise<void> => undefined;
  const ports: AgentPorts = { reader: iamReader(iam, { sleep }), writer: accessKeyWriter(iam) };
  await organization.deployFunction({
    accountId,
    functionName: 'keysweep-revoker',
    handler: 'index.handler',
    roleName: 'keysweep-revoker',
    environment: {},
    timeoutSeconds: 660,
    invokableBy: [MANAGEMENT],
    inProcess: (event, context) => {
      const { reader, writer } = setting.aroundAgent?.(ports) ?? ports;
      return obey(event, {
        environment: {
          organizationId: setting.organization.organization.id,
          orderVerificationKey: wiring.publicKey,
          ceilings: config.ceilings,
          templateVersion: 'test',
        },
        accountId: context.invokedFunctionArn.split(':')[4] ?? '',
        caller: context.invokedFunctionArn,
        reader,
        writer,
        pace: pace(5),
        clock: systemClock,
        onOutcome: () => undefined,
      });
    },
  });
}

/** A key pair that is not the centre's. */
export function foreignKey(): { readonly publicKey: string; readonly sign: (order: string) => string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  return { publicKey: spki, sign: (order) => sign('sha256', Buffer.from(order), privateKey).toString('base64') };
}
