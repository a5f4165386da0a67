import type { HttpHandler } from '@smithy/core/protocols';
import { issueCredentials } from './credentials.ts';
import type { IssuedCredentials, PrincipalReference } from './credentials.ts';
import type { Clock } from './clock.ts';
import { buildOrganization } from './description/build.ts';
import { checkDescription } from './description/check.ts';
import { readDescription } from './description/read-file.ts';
import type { OrganizationDescription } from './description/schema.ts';
import { EditableOrganization } from './editable-organization.ts';
import { LocalOrganizationError } from './error.ts';
import { Faults } from './faults.ts';
import { deploy } from './deployment.ts';
import type { FunctionDeployment } from './deployment.ts';
import { Gateway } from './gateway.ts';
import { viewAccessKey, viewAccount, viewUser } from './inspection.ts';
import type { AccessKeyView, AccountView, UserView } from './inspection.ts';
import { Journal } from './journal.ts';
import { FunctionFleet } from './lambda-runtime/function-fleet.ts';
import type { PolicyDocument } from './policy/policy-document.ts';
import { readPolicy } from './policy/read-policy.ts';
import { inProcessRequestHandler } from './request-handler.ts';
import { listen } from './server.ts';
import type { ListeningServer } from './server.ts';
import type { EventualConsistency } from './state/eventual-consistency.ts';
import { emptyBucket } from './state/bucket.ts';
import type { LocalFunction } from './state/local-function.ts';
import { addSigningKey } from './state/signing-keys.ts';
import type { OrganizationState } from './state/organization-state.ts';
import { Throttles } from './throttle.ts';
import type { WireRequest, WireResponse } from './wire/message.ts';

/** How an organization runs. */
export interface LocalOrganizationOptions {
  /** The organization's clock; the description's `now`, running on, or the real time if left out. */
  readonly now?: Clock;
  /** How long every call takes at least. */
  readonly latencyMilliseconds?: number;
  /** Generated ids follow from it; the organization's id if left out. */
  readonly seed?: string;
  /** The folder of packages that functions find as the runtime's own SDK; this package's own if left out. */
  readonly runtimeModules?: string;
  /** Where `lambda-runtime/bootstrap.mjs` is, if this package was bundled into something else. */
  readonly lambdaBootstrapPath?: string;
}

/** An AWS Organization in one process, for the real SDK clients and the AWS CLI. */
export class LocalOrganization extends EditableOrganization {
  readonly journal = new Journal();
  readonly faults = new Faults();
  readonly throttles = new Throttles();
  readonly #state: OrganizationState;
  readonly #gateway: Gateway;
  readonly #functions: FunctionFleet;
  readonly #servers = new Set<ListeningServer>();
  #opening: Promise<ListeningServer> | undefined;

  private constructor(state: OrganizationState, options: LocalOrganizationOptions) {
    super(state);
    this.#state = state;
    this.#functions = new FunctionFleet(state, {
      bootstrapPath: options.lambdaBootstrapPath,
      runtimeModules: options.runtimeModules,
      endpointUrl: async () => (await this.#anyServer()).url,
    });
    this.#gateway = new Gateway({
      state,
      functions: this.#functions,
      journal: this.journal,
      faults: this.faults,
      throttles: this.throttles,
      latencyMilliseconds: options.latencyMilliseconds ?? 0,
    });
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

  /** The id of the organization: `o-…`. */
  get id(): string {
    return this.#state.settings.id;
  }

  /** The Region everything regional is in. */
  get region(): string {
    return this.#state.settings.region;
  }

  /** The id of the management account. */
  get managementAccountId(): string {
    return this.#state.settings.managementAccountId;
  }

  /** The lag of key listings behind writes; off at first. */
  get eventualConsistency(): EventualConsistency {
    return this.#state.eventualConsistency;
  }

  /** Answers one signed request, the one door behind both others; rejects with ConnectionDropped where a fault says so. */
  handle(request: WireRequest): Promise<WireResponse> {
    return this.#gateway.handle(request);
  }

  /** For the `requestHandler` of any SDK client: no socket, the same wire format. */
  requestHandler(): HttpHandler {
    return inProcessRequestHandler((request) => this.handle(request));
  }

  /** Opens the HTTP door on 127.0.0.1. */
  async listen(port = 0): Promise<ListeningServer> {
    const opened = await listen((request) => this.handle(request), port);
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

  /** Writes an SSM parameter of the type String. */
  putParameter({
    accountId,
    name,
    value,
  }: {
    readonly accountId: string;
    readonly name: string;
    readonly value: string;
  }): void {
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

  /** An account as it is now. */
  account(accountId: string): AccountView {
    return viewAccount(this.#state, this.#state.account(accountId));
  }

  /** All accounts, by id. */
  accounts(): readonly AccountView[] {
    return this.#state.accounts.items.map((account) => viewAccount(this.#state, account));
  }

  /** The users of an account, by name. */
  users(accountId: string): readonly UserView[] {
    return this.#state.account(accountId).users.items.map((user) => viewUser(accountId, user));
  }

  /** The access keys of a user, oldest first. */
  accessKeys(accountId: string, userName: string): readonly AccessKeyView[] {
    const user = this.#state.account(accountId).user(userName);
    if (user !== undefined) return viewUser(accountId, user).accessKeys;
    throw new LocalOrganizationError('user-unknown', `There is no user ${userName} in ${accountId}.`);
  }

  /** Every access key of the organization. */
  allAccessKeys(): readonly AccessKeyView[] {
    return [...this.#state.accessKeyOwners.values()].map(({ account, key }) => viewAccessKey(account.id, key));
  }

  /** Closes the HTTP door and ends what runs. */
  async close(): Promise<void> {
    await this.#functions.close();
    await Promise.all([...this.#servers].map((server) => server.close()));
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
