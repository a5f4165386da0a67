import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, CreateStackInstancesCommand } from '@aws-sdk/client-cloudformation';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { evidenceStore, organizationReader, readOrderVerificationKey, type Connection } from '@keysweep/aws';
import {
  canonicalConfig,
  nextScheduledTime,
  parseConfig,
  pinTargets,
  summarySchema,
  type Config,
  type Reading,
  type Summary,
} from '@keysweep/core';
import { LocalOrganization, type OrganizationDescription } from '@keysweep/local-organization';
import { knownMemberParameters, synthesizeAssembly, type Assembly } from '@keysweep/stacksets';
import { parse } from 'valibot';
import { agentsHere, type AgentsHere } from './agents-here.ts';

const REGION = 'us-east-1';
const bundle = (name: string): string => readFileSync(createRequire(import.meta.url).resolve(name), 'utf8');

/** How a rolled-out organization runs, if not by a clock that stands and with quick agents. */
export interface RolledOutOptions extends AgentsHere {
  /** The SDK's own pace after a throttling goes by the clock of its process: on one that stands it would never end. */
  readonly clock?: 'runs' | 'stands';
}

/**
 * An organization in which keysweep is deployed as a platform team deploys it: the synthesized templates, through
 * CloudFormation and its StackSet, started by the Scheduler, run by the state machine. The central functions run as the
 * built bundle; the agents run in this process, with the environment and the role that the template gave them.
 */
export class RolledOut {
  readonly organization: LocalOrganization;
  #config: Config;

  private constructor(organization: LocalOrganization, config: Config) {
    this.organization = organization;
    this.#config = config;
  }

  /** Deploys the central stack, the StackSet, and the management account's own stack. */
  static async deploy(
    description: OrganizationDescription,
    document: unknown,
    { clock = 'stands', ...agents }: RolledOutOptions = {},
  ): Promise<RolledOut> {
    const organization: LocalOrganization = LocalOrganization.fromDescription(description, {
      clock,
      nextScheduledTime,
      standIn: agentsHere(() => organization, agents),
    });
    const rolledOut = new RolledOut(organization, read(document));
    organization.createBucket({ name: rolledOut.#stagingBucket, accountId: rolledOut.#centre });
    const assembly = await rolledOut.#deployCentre();
    await rolledOut.#rollOut(assembly);
    return rolledOut;
  }

  /** Deploys a changed configuration: the central stack alone. */
  async reconfigure(document: unknown): Promise<void> {
    this.#config = read(document);
    await this.#deployCentre();
  }

  /** Deploys the StackSet once more to an account in which it failed, as an administrator does by hand. */
  async deployInstance(accountId: string): Promise<void> {
    const { rootId } = demand(await organizationReader(this.connection('operator')).snapshot());
    const command = new CreateStackInstancesCommand({
      StackSetName: 'keysweep',
      DeploymentTargets: { OrganizationalUnitIds: [rootId], Accounts: [accountId], AccountFilterType: 'INTERSECTION' },
      Regions: [REGION],
    });
    await new CloudFormationClient(this.connection('operator')).send(command);
  }

  /** Has the centre summarise now, as an operator would, and returns what it published. */
  async summary(): Promise<Summary> {
    const states = new SFNClient(this.connection('keysweep-operator'));
    const stateMachineArn = `arn:aws:states:${REGION}:${this.#centre}:stateMachine:keysweep-sweep`;
    await states.send(new StartExecutionCommand({ stateMachineArn, input: '{"policy":null,"apply":false}' }));
    await this.organization.settled();
    return this.published();
  }

  /** The summary that was published last. */
  async published(): Promise<Summary> {
    const { summary } = (await this.stored('latest.json')) as { summary: string };
    return parse(summarySchema, await this.stored(`${summary}/summary.json`));
  }

  /** A stored record, unchecked. Throws where there is none. */
  async stored(key: string): Promise<unknown> {
    const options = { bucket: `keysweep-${this.#centre}-${REGION}`, forcePathStyle: true };
    const reading = await evidenceStore(this.connection('keysweep-operator'), options).get(key);
    if (reading.state !== 'known') throw new TypeError(`${key} is ${reading.state}`);
    return JSON.parse(reading.value.body);
  }

  /** Starts a sweep by hand, as an operator does, and does not wait for it. The ARN of its execution. */
  async start(policy: string, due: Date): Promise<string> {
    const stateMachineArn = `arn:aws:states:${REGION}:${this.#centre}:stateMachine:keysweep-sweep`;
    const input = JSON.stringify({ policy, apply: true, scheduledTime: due.toISOString() });
    const states = new SFNClient(this.connection('keysweep-operator'));
    const { executionArn } = await states.send(new StartExecutionCommand({ stateMachineArn, input }));
    return executionArn ?? '';
  }

  /** Invokes an agent as the centre; how that was refused, or null. */
  async invokeAgent(accountId: string): Promise<string | null> {
    const lambda = new LambdaClient(this.connection('keysweep-central'));
    const FunctionName = `arn:aws:lambda:${REGION}:${accountId}:function:keysweep-revoker`;
    const invoked = lambda.send(new InvokeCommand({ FunctionName, Payload: Buffer.from('{}') }));
    return invoked.then(
      () => null,
      (error: unknown) => (error as Error).name,
    );
  }

  /** The id of an organizational unit, by the names from the root down. */
  async unitId(path: string): Promise<string> {
    const { organizationalUnits, rootId } = demand(await organizationReader(this.connection('operator')).snapshot());
    return path
      .split('/')
      .filter((name) => name !== '')
      .reduce(
        (parentId, name) =>
          organizationalUnits.find((unit) => unit.parentId === parentId && unit.name === name)?.id ?? '',
        rootId,
      );
  }

  /** Turns the switch, as `keysweep pause` will. */
  turnSwitch(value: object): void {
    this.organization.putParameter({
      accountId: this.#centre,
      name: '/keysweep/state',
      value: JSON.stringify(value),
    });
  }

  /** A connection as a role of the central account. */
  connection(roleName: string): Connection {
    return {
      region: REGION,
      requestHandler: this.organization.requestHandler(),
      credentials: this.organization.credentials(`arn:aws:iam::${this.#centre}:role/${roleName}`),
      maxAttempts: 2,
      retryDelayMs: 0,
    };
  }

  get #centre(): string {
    return this.#config.central.delegatedAdministrator ?? this.organization.managementAccountId;
  }

  get #stagingBucket(): string {
    return `cdk-hnb659fds-assets-${this.#centre}-${REGION}`;
  }

  async #deployCentre(): Promise<Assembly> {
    const assembly = await this.#synthesize();
    await this.#deployStack('keysweep-central', assembly.central);
    return assembly;
  }

  async #rollOut({ rollout, member }: Assembly): Promise<void> {
    const OrderVerificationKey = demand(
      await readOrderVerificationKey(this.connection('keysweep-operator'), 'alias/keysweep-orders'),
    );
    await this.#deployStack('keysweep-rollout', rollout, { OrderVerificationKey });
    const parameters = { ...knownMemberParameters(this.#config, this.organization), OrderVerificationKey };
    await this.#deployStack('keysweep-management', member, parameters);
  }

  async #deployStack(stackName: string, template: string, parameters: Record<string, string> = {}): Promise<void> {
    const accountId = stackName === 'keysweep-management' ? this.organization.managementAccountId : this.#centre;
    const { status, failure } = await this.organization.deployStack({ accountId, stackName, template, parameters });
    if (!/^(CREATE|UPDATE)_COMPLETE$/.test(status)) throw new TypeError(`${stackName} is ${status}: ${failure}`);
  }

  /** Synthesizes for the organization as it is now, and puts the code of the central functions where their stack finds it. */
  async #synthesize(): Promise<Assembly> {
    const snapshot = demand(await organizationReader(this.connection('operator')).snapshot());
    const config = pinTargets(this.#config, snapshot);
    const outdir = mkdtempSync(join(tmpdir(), 'keysweep-rolled-out-'));
    try {
      const assembly = synthesizeAssembly(
        {
          config: this.#config,
          organization: snapshot,
          targets: config.deployTo,
          bundles: {
            revoker: bundle('@keysweep/revoker/bundle'),
            aggregator: bundle('@keysweep/aggregator/bundle'),
            standalone: 'unused here',
          },
          resolvedConfig: canonicalConfig(config),
        },
        outdir,
      );
      const { path, hash } = assembly.asset;
      this.organization.putObject({ bucket: this.#stagingBucket, key: `${hash}.zip`, body: readFileSync(path) });
      return assembly;
    } finally {
      rmSync(outdir, { recursive: true });
    }
  }
}

function read(document: unknown): Config {
  const parsed = parseConfig(document);
  if (!parsed.ok) throw new TypeError(parsed.problems.map(({ problem }) => problem).join('\n'));
  return parsed.config;
}

function demand<T>(reading: Reading<T>): T {
  if (reading.state !== 'known') throw new TypeError(JSON.stringify(reading));
  return reading.value;
}
