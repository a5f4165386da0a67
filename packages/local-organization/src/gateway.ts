import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { authenticate } from './authentication.ts';
import { authorize, denialMessage } from './authorization.ts';
import type { Fault, Faults } from './faults.ts';
import type { Journal, OpenEntry } from './journal.ts';
import type { FunctionFleet } from './lambda-runtime/function-fleet.ts';
import { principalArn } from './principal.ts';
import type { Principal } from './principal.ts';
import { SERVICES } from './services/catalogue.ts';
import { refusal } from './services/dialect.ts';
import type { Call, Operation, Service } from './services/operation.ts';
import type { OrganizationState } from './state/organization-state.ts';
import type { Throttles } from './throttle.ts';
import { codecFor } from './wire/codec.ts';
import type { Codec, RecognisedRequest } from './wire/codec.ts';
import { credentialScopeOf } from './wire/credential-scope.ts';
import type { CredentialScope } from './wire/credential-scope.ts';
import { ConnectionDropped, encodeText } from './wire/message.ts';
import type { WireRequest, WireResponse } from './wire/message.ts';
import { ServiceError } from './wire/service-error.ts';
import { escapeXml } from './wire/xml.ts';

/** What the gateway works with. */
export interface GatewayParts {
  readonly state: OrganizationState;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly throttles: Throttles;
  readonly functions: FunctionFleet;
  /** How long every call takes at least. */
  readonly latencyMilliseconds: number;
}

interface Arrival {
  readonly service: Service;
  readonly codec: Codec;
  readonly scope: CredentialScope;
  readonly recognised: RecognisedRequest;
  readonly requestId: string;
  readonly entry: OpenEntry;
}

/** The way of every request: recognise, identify the caller, throttle, faults, authorize, run, answer; all journaled. */
export class Gateway {
  readonly #parts: GatewayParts;
  readonly #codecs = new Map<string, Codec>();

  constructor(parts: GatewayParts) {
    this.#parts = parts;
  }

  /** Answers a request. Rejects with ConnectionDropped where a fault asks for it. */
  async handle(request: WireRequest): Promise<WireResponse> {
    const requestId = randomUUID();
    const scope = credentialScopeOf(request);
    const service = SERVICES.get(scope?.service ?? '');
    if (scope === undefined || service === undefined) return unrecognised(request, scope?.service);
    const codec = this.#codecFor(service);
    const recognised = codec.recognise(request);
    if (recognised === undefined)
      return notAnswered(codec, `${scope.service}, ${request.method} ${request.path}`, requestId);
    const name = recognised.operation.name;
    const operation = service.operations.get(name);
    if (operation === undefined) return notAnswered(codec, `${scope.service}:${name}`, requestId);
    const entry = this.#parts.journal.open(this.#parts.state.clock(), scope.service, name);
    const answer = await this.#answer({ service, codec, scope, recognised, requestId, entry }, operation);
    return request.method === 'HEAD' ? { ...answer, body: encodeText('') } : answer;
  }

  async #answer(arrival: Arrival, operation: Operation): Promise<WireResponse> {
    const { codec, requestId, entry, recognised } = arrival;
    try {
      const { output, faults } = await this.#perform(arrival, operation);
      if (faults.some((fault) => fault.kind === 'drop-answer')) throw dropped(entry, 'drop-answer');
      entry.outcome = 'ok';
      return codec.writeOutput(recognised.operation, { output, requestId });
    } catch (error) {
      if (error instanceof MalformedAnswer) return malformedAnswer(entry);
      if (!(error instanceof ServiceError)) {
        if (entry.outcome === 'pending') entry.outcome = 'crashed';
        throw error;
      }
      entry.outcome = arrival.service.model.error(error.exception)?.code ?? error.exception;
      return codec.writeError(error, requestId);
    }
  }

  async #perform(arrival: Arrival, operation: Operation) {
    const { service, scope, recognised, requestId, entry } = arrival;
    const { state } = this.#parts;
    const caller = authenticate(state, service.model, scope);
    entry.principalArn = principalArn(caller);
    const input = recognised.readInput();
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
    return { output: await operation.run(call, input), faults };
  }

  async #delay(faults: readonly Fault[]): Promise<void> {
    const added = faults.reduce((total, fault) => total + (fault.delayMilliseconds ?? 0), 0);
    const delay = this.#parts.latencyMilliseconds + added;
    if (delay > 0) await sleep(delay);
  }

  #callOf(caller: Principal, requestId: string): Call {
    const { state } = this.#parts;
    return {
      state,
      caller,
      account: state.account(caller.accountId),
      now: state.clock(),
      requestId,
      functions: this.#parts.functions,
      authorize: (action, resource) => authorize(state, caller, { action, resource }),
    };
  }

  #codecFor(service: Service): Codec {
    const existing = this.#codecs.get(service.model.name);
    if (existing !== undefined) return existing;
    const made = codecFor(service.model, new Set(service.operations.keys()));
    this.#codecs.set(service.model.name, made);
    return made;
  }
}

function authorizeCall(
  service: Service,
  operation: Operation,
  { call, input }: { readonly call: Call; readonly input: Readonly<Record<string, unknown>> },
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
    if (kind === 'malformed') throw new MalformedAnswer(kind);
    if (kind === 'AccessDenied') throw refusal(service.model, 'accessDenied', `Access denied to ${entry.principalArn}`);
    if (kind === 'Throttling') throw refusal(service.model, 'throttling', 'Rate exceeded');
    if (kind === 'InternalFailure') throw refusal(service.model, 'internalFailure', 'An internal error occurred.');
  }
}

class MalformedAnswer extends Error {
  override readonly name = 'MalformedAnswer';
}

function malformedAnswer(entry: OpenEntry): WireResponse {
  entry.outcome = 'malformed';
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: encodeText('<{"cut off'), streaming: false };
}

function dropped(entry: OpenEntry, kind: 'drop-answer' | 'drop-connection'): ConnectionDropped {
  entry.outcome = kind;
  return new ConnectionDropped(`${entry.service}:${entry.operation}`);
}

function notAnswered(codec: Codec, what: string, requestId: string): WireResponse {
  const message = `The local organization does not answer ${what}.`;
  return codec.writeError(new ServiceError('NotImplemented', message, { status: 501 }), requestId);
}

function unrecognised(request: WireRequest, service: string | undefined): WireResponse {
  const message =
    service === undefined
      ? `The request ${request.method} ${request.path} is not signed.`
      : `The local organization has no service ${service}.`;
  const status = service === undefined ? 403 : 501;
  const code = service === undefined ? 'MissingAuthenticationToken' : 'NotImplemented';
  const xml = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error></ErrorResponse>`;
  return { status, headers: { 'content-type': 'text/xml' }, body: encodeText(xml), streaming: false };
}
