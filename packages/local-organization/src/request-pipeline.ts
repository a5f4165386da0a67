import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { authorize, denialMessage } from './authorization.ts';
import type { Fault, Faults } from './faults.ts';
import type { Journal, OpenEntry } from './journal.ts';
import type { FunctionFleet } from './lambda-runtime/function-fleet.ts';
import { principalArn } from './principal.ts';
import type { Principal } from './principal.ts';
import { SERVICES } from './services/catalogue.ts';
import { refusal } from './services/dialect.ts';
import type { Call, Operation, Service } from './services/operation.ts';
import type { Executions } from './state-machine/executions.ts';
import type { OrganizationState } from './state/organization-state.ts';
import type { Throttles } from './throttle.ts';
import { ConnectionDropped } from './wire/message.ts';
import { ServiceError } from './wire/service-error.ts';

type Values = Readonly<Record<string, unknown>>;

/** What requests are answered with. */
export interface PipelineParts {
  readonly state: OrganizationState;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly throttles: Throttles;
  readonly functions: FunctionFleet;
  readonly executions: Executions;
  /** How long every call takes at least. */
  readonly latencyMilliseconds: number;
}

/** A request whose operation is known, and whose journal entry is open. */
export interface Arrival {
  readonly service: Service;
  readonly operation: Operation;
  readonly requestId: string;
  readonly entry: OpenEntry;
  /** Identifies the caller, or refuses. */
  caller(): Principal;
  input(): Values;
  /** In place of what the operation does. */
  readonly run?: (() => Values | Promise<Values>) | undefined;
}

/** A call that an AWS service makes under a role it was given. */
export interface ServiceCall {
  readonly principal: Principal;
  /** `service:Operation` of a service that is answered here. */
  readonly operation: `${string}:${string}`;
  readonly input: Values;
  /** In place of what the operation does, for what only the service itself can do. */
  readonly run?: () => Values | Promise<Values>;
}

/** Answers calls of services, and refuses them, as it does any caller's. */
export type PerformServiceCall = (call: ServiceCall) => Promise<Values>;

/** The way of every request between its two ends: throttle, faults, authorize, run; all journaled. */
export class RequestPipeline {
  readonly #parts: PipelineParts;

  constructor(parts: PipelineParts) {
    this.#parts = parts;
  }

  /** Answers a service's own call. Rejects with a ServiceError, or with ConnectionDropped where no answer can be read. */
  readonly perform: PerformServiceCall = async ({ principal, operation, input, run }) => {
    const [serviceName = '', operationName = ''] = operation.split(':');
    const service = SERVICES.get(serviceName);
    const known = service?.operations.get(operationName);
    if (service === undefined || known === undefined) {
      throw new ServiceError('NotImplemented', `The local organization does not answer ${operation}.`, { status: 501 });
    }
    const entry = this.#parts.journal.open(this.#parts.state.clock(), serviceName, operationName);
    const requestId = randomUUID();
    const arrival = { service, operation: known, requestId, entry, caller: () => principal, input: () => input, run };
    try {
      return await this.answer(arrival);
    } catch (error) {
      throw error instanceof MalformedAnswer ? new ConnectionDropped(operation) : error;
    }
  };

  /** The output of a request; rejects with a ServiceError, ConnectionDropped or MalformedAnswer. */
  async answer(arrival: Arrival): Promise<Values> {
    const { entry } = arrival;
    try {
      const { output, faults } = await this.#perform(arrival);
      if (faults.some((fault) => fault.kind === 'drop-answer')) throw dropped(entry, 'drop-answer');
      entry.outcome = 'ok';
      return output;
    } catch (error) {
      if (error instanceof ServiceError) {
        entry.outcome = arrival.service.model.error(error.exception)?.code ?? error.exception;
      } else if (entry.outcome === 'pending') entry.outcome = 'crashed';
      throw error;
    }
  }

  async #perform(arrival: Arrival): Promise<{ readonly output: Values; readonly faults: readonly Fault[] }> {
    const { service, operation, requestId, entry } = arrival;
    const caller = arrival.caller();
    entry.principalArn = principalArn(caller);
    const input = arrival.input();
    entry.input = input;
    entry.accountId = operation.accountId(input) ?? caller.accountId;
    const qualifiedName = `${service.model.name}:${operation.name}`;
    if (!this.#parts.throttles.admits(qualifiedName, caller.accountId)) {
      throw refusal(service.model, 'throttling', 'Rate exceeded');
    }
    const faults = this.#parts.faults.hitting({ operation: qualifiedName, accountId: entry.accountId, input });
    await this.#delay(faults);
    failBefore(arrival, faults);
    const call = this.#callOf(caller, requestId);
    authorizeCall(service, operation, { call, input });
    return { output: await (arrival.run?.() ?? operation.run(call, input)), faults };
  }

  async #delay(faults: readonly Fault[]): Promise<void> {
    const added = faults.reduce((total, fault) => total + (fault.delayMilliseconds ?? 0), 0);
    const delay = this.#parts.latencyMilliseconds + added;
    if (delay > 0) await sleep(delay);
  }

  #callOf(caller: Principal, requestId: string): Call {
    const { state, functions, faults, executions } = this.#parts;
    return {
      state,
      caller,
      account: state.account(caller.accountId),
      now: state.clock(),
      requestId,
      functions,
      faults,
      executions,
      authorize: (action, resource) => authorize(state, caller, { action, resource }),
    };
  }
}

function authorizeCall(
  service: Service,
  operation: Operation,
  { call, input }: { readonly call: Call; readonly input: Values },
): void {
  if (operation.action === null) return;
  const intent = { action: operation.action, resource: operation.resource(call, input) };
  const authorization = authorize(call.state, call.caller, intent);
  if (authorization.verdict === 'allowed') return;
  throw refusal(service.model, 'accessDenied', denialMessage(call.caller, intent, authorization));
}

function failBefore({ service, entry }: Arrival, faults: readonly Fault[]): void {
  for (const { kind } of faults) {
    if (kind === 'drop-connection') throw dropped(entry, kind);
    if (kind === 'malformed') throw malformed(entry);
    if (kind === 'AccessDenied') throw refusal(service.model, 'accessDenied', `Access denied to ${entry.principalArn}`);
    if (kind === 'Throttling') throw refusal(service.model, 'throttling', 'Rate exceeded');
    if (kind === 'InternalFailure') throw refusal(service.model, 'internalFailure', 'An internal error occurred.');
  }
}

/** Thrown where the answer must be one that no parser accepts. */
export class MalformedAnswer extends Error {
  override readonly name = 'MalformedAnswer';
}

function malformed(entry: OpenEntry): MalformedAnswer {
  entry.outcome = 'malformed';
  return new MalformedAnswer(`${entry.service}:${entry.operation}`);
}

function dropped(entry: OpenEntry, kind: 'drop-answer' | 'drop-connection'): ConnectionDropped {
  entry.outcome = kind;
  return new ConnectionDropped(`${entry.service}:${entry.operation}`);
}
