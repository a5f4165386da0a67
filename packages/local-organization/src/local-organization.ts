import type { HttpHandler } from '@smithy/core/protocols';
import { deployStack } from './cloudformation/deploy-stack.ts';
import type { StackDeployment } from './cloudformation/deploy-stack.ts';
import type { StackEnvironment } from './cloudformation/resource-type.ts';
import { RESOURCE_TYPES } from './cloudformation/resource-types.ts';
import { AutoDeployment } from './cloudformation/stack-sets/auto-deployment.ts';
import type { MembershipChange } from './cloudformation/stack-sets/auto-deployment.ts';
import { stackNamed, viewStack } from './cloudformation/stack-view.ts';
import type { StackView } from './cloudformation/stack-view.ts';
import { deleteStack } from './cloudformation/stacks/delete-stack.ts';
import { issueCredentials } from './credentials.ts';
import type { IssuedCredentials, PrincipalReference } from './credentials.ts';
import type { Clock } from './clock.ts';
import { askClock } from './clock-door.ts';
import { buildOrganization } from './description/build.ts';
import { checkDescription } from './description/check.ts';
import { readDescription } from './description/read-file.ts';
import type { OrganizationDescription } from './description/schema.ts';
import { LocalOrganizationError } from './error.ts';
import { Faults } from './faults.ts';
import { deploy } from './deployment.ts';
import type { FunctionDeployment } from './deployment.ts';
import { Gateway } from './gateway.ts';
import { Journal } from './journal.ts';
import { FunctionFleet } from './lambda-runtime/function-fleet.ts';
import type { PolicyDocument } from './policy/policy-document.ts';
import { readPolicy } from './policy/read-policy.ts';
import { inProcessRequestHandler } from './request-handler.ts';
import { RequestPipeline } from './request-pipeline.ts';
import { listen } from './server.ts';
import type { ListeningServer } from './server.ts';
import { Executions } from './state-machine/executions.ts';
import type { EventualConsistency } from './state/eventual-consistency.ts';
import { emptyBucket, objectOf } from './state/bucket.ts';
import type { LocalFunction, StandIn } from './state/local-function.ts';
import type { NewParameter } from './state/parameter.ts';
import { addSigningKey } from './state/signing-keys.ts';
import type { OrganizationState } from './state/organization-state.ts';
import type { NextScheduledTime } from './state/schedule.ts';
import { Throttles } from './throttle.ts';
import { TimedOrganization } from './timed-organization.ts';
import { Timetable } from './timetable.ts';
import type { WireRequest, WireResponse } from './wire/message.ts';

/** How an organization runs. */
export interface LocalOrganizationOptions {
  /** The organization's clock; the description's `now`, running on, or the real time if left out. */
  readonly now?: Clock;
  /** Whether the clock runs on from there, which it does if left out, or stands still until it is moved. */
  readonly clock?: 'runs' | 'stands';
  /** Reads the cron expressions of schedules; without it they are refused. */
  readonly nextScheduledTime?: NextScheduledTime;
  /** How long every call takes at least. */
  readonly latencyMilliseconds?: number;
  /** Generated ids follow from it; the organization's id if left out. */
  readonly seed?: string;
  /** The folder of packages that functions find as the runtime's own SDK; this package's own if left out. */
  readonly runtimeModules?: string;
  /** Runs functions in this process, for organizations in which a process for each would take too long. */
  readonly standIn?: StandIn;
  /** Where `lambda-runtime/bootstrap.mjs` is, if this package was bundled into something else. */
  readonly lambdaBootstrapPath?: string;
}

/** An AWS Organization in one process, for the real SDK clients and the AWS CLI. */
export class LocalOrganization extends TimedOrganization {
  readonly journal = new Journal();
  readonly faults = new Faults();
  readonly throttles = new Throttles();
  readonly #state: OrganizationState;
  readonly #gateway: Gateway;
  readonly #functions: FunctionFleet;
  readonly #executions: Executions;
  readonly #timetable: Timetable;
  readonly #stacks: StackEnvironment;
  readonly #autoDeployment: AutoDeployment;
  readonly #servers = new Set<ListeningServer>();
  #opening: Promise<ListeningServer> | undefined;

  private constructor(state: OrganizationState, options: LocalOrganizationOptions) {
    super(state);
    this.#state = state;
    this.#functions = new FunctionFleet(state, {
      bootstrapPath: options.lambdaBootstrapPath,
      runtimeModules: options.runtimeModules,
      standIn: options.standIn,
      endpointUrl: async () => (await this.#anyServer()).url,
    });
    const { faults } = this;
    this.#stacks = { state, functions: this.#functions, faults, resourceTypes: RESOURCE_TYPES };
    this.#autoDeployment = new AutoDeployment(this.#stacks);
    this.#executions = new Executions(state, (call) => pipeline.perform(call));
    const running = { state, functions: this.#functions, executions: this.#executions };
    const pipeline = new RequestPipeline({
      ...running,
      journal: this.journal,
      faults,
      throttles: this.throttles,
      latencyMilliseconds: options.latencyMilliseconds ?? 0,
    });
    this.#timetable = new Timetable({ ...running, perform: pipeline.perform });
    this.#gateway = new Gateway({ state, journal: this.journal, pipeline });
  }

  protected override get timetable(): Timetable {
    return this.#timetable;
  }

  /** The organization of a description in YAML; `description-invalid` lists every problem of it. */
  static async fromFile(path: string, options: LocalOrganizationOptions = {}): Promise<LocalOrganization> {
    return new LocalOrganization(buildOrganization(await readDescription(path), options), options);
  }

  /** The organization of a description. */
  static fromDescription(
    description: OrganizationDescription,
    options: LocalOrganizationOptions = {},
  ): LocalOrganization {
    return new LocalOrganization(buildOrganization(checkDescription(description), options), options);
  }

  /** The lag of key listings behind writes; off at first. */
  get eventualConsistency(): EventualConsistency {
    return this.#state.eventualConsistency;
  }

  /** What StackSets do by themselves: `hold` lets joins, moves and leaves wait until `release`. */
  get autoDeployment(): Pick<AutoDeployment, 'hold' | 'release'> {
    return this.#autoDeployment;
  }

  /** Answers one signed request, the one door behind both others; rejects with ConnectionDropped where a fault says so. */
  handle(request: WireRequest): Promise<WireResponse> {
    return this.#gateway.handle(request);
  }

  /** For the `requestHandler` of any SDK client: no socket, the same wire format. */
  requestHandler(): HttpHandler {
    return inProcessRequestHandler((request) => this.handle(request));
  }

  /** Opens the HTTP door on 127.0.0.1, with the clock beside AWS's own services. */
  async listen(port = 0): Promise<ListeningServer> {
    const opened = await listen((request) => askClock(this, request) ?? this.handle(request), port);
    const server: ListeningServer = {
      url: opened.url,
      port: opened.port,
      close: () => {
        this.#servers.delete(server);
        return opened.close();
      },
    };
    this.#servers.add(server);
    return server;
  }

  /** Deploys a function; one of the same name is replaced. A function process calls back over HTTP, which opens that door. */
  async deployFunction(deployment: FunctionDeployment): Promise<{ readonly functionArn: string }> {
    const { deployed, replaced } = deploy(this.#state, deployment);
    if (replaced !== undefined) await this.#functions.discard(replaced);
    return { functionArn: deployed.arn };
  }

  /** Removes a function and ends its processes. */
  async removeFunction(accountId: string, functionName: string): Promise<void> {
    const removed = this.#function(accountId, functionName);
    this.#state.account(accountId).functions.delete(functionName);
    await this.#functions.discard(removed);
  }

  /** Creates or updates a stack, as an administrator. Whether that went well is in the status; `stack-refused` is thrown. */
  async deployStack(deployment: StackDeployment): Promise<StackView> {
    return viewStack(await deployStack(this.#stacks, this.#state.account(deployment.accountId), deployment));
  }

  /** Deletes a stack, as an administrator. Whether that went well is in the status. */
  async deleteStack(accountId: string, stackName: string): Promise<StackView> {
    const stack = stackNamed(this.#state.account(accountId), stackName);
    await deleteStack(this.#stacks, stack);
    return viewStack(stack);
  }

  /** What a function process wrote to stdout and stderr, line by line. */
  functionLogs(accountId: string, functionName: string): readonly string[] {
    return this.#function(accountId, functionName).logs;
  }

  /** Makes an empty bucket; `policy-unsupported` for a policy that cannot be evaluated. */
  createBucket(bucket: { readonly name: string; readonly accountId: string; readonly policy?: PolicyDocument }): void {
    const made = emptyBucket(bucket.name, this.#state.account(bucket.accountId).id);
    if (bucket.policy !== undefined) readPolicy(bucket.policy, 'resource', `policy of ${bucket.name}`);
    made.policy = bucket.policy ?? null;
    this.#state.buckets.set(bucket.name, made);
  }

  /** Writes an object into a bucket that is there, over the one of that key. */
  putObject({ bucket, key, body }: { readonly bucket: string; readonly key: string; readonly body: Uint8Array }): void {
    const found = this.#state.buckets.get(bucket);
    if (found === undefined) throw new LocalOrganizationError('bucket-unknown', `There is no bucket ${bucket}.`);
    found.objects.put(objectOf({ key, body, modifiedAt: this.#state.clock() }));
  }

  /** Writes an SSM parameter of the type String. */
  putParameter({ accountId, name, value }: NewParameter): void {
    const { parameters } = this.#state.account(accountId);
    const version = (parameters.get(name)?.version ?? 0) + 1;
    parameters.set(name, { name, type: 'String', value, version, modifiedAt: this.#state.clock() });
  }

  /** Makes a KMS key that signs; `publicKey` is base64 of the DER SubjectPublicKeyInfo. */
  createSigningKey({ accountId, policy }: { readonly accountId: string; readonly policy?: PolicyDocument }): {
    readonly keyId: string;
    readonly publicKey: string;
  } {
    const key = addSigningKey(this.#state, this.#state.account(accountId), policy);
    return { keyId: key.keyId, publicKey: Buffer.from(key.publicKey).toString('base64') };
  }

  /** Credentials that sign as a principal. */
  credentials(principal: PrincipalReference = 'operator'): IssuedCredentials {
    return issueCredentials(this.#state, principal);
  }

  /** Closes the HTTP door and ends what runs. */
  async close(): Promise<void> {
    await this.#executions.close();
    await this.#functions.close();
    await Promise.all([...this.#servers].map((server) => server.close()));
  }

  protected override followMembership(change: MembershipChange): Promise<void> {
    return this.#autoDeployment.changed(change);
  }

  #function(accountId: string, functionName: string): LocalFunction {
    const found = this.#state.account(accountId).functions.get(functionName);
    if (found !== undefined) return found;
    throw new LocalOrganizationError('function-unknown', `There is no function ${functionName} in ${accountId}.`);
  }

  async #anyServer(): Promise<ListeningServer> {
    const [open] = this.#servers;
    if (open !== undefined) return open;
    this.#opening ??= this.listen().finally(() => (this.#opening = undefined));
    return this.#opening;
  }
}
