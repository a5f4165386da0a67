import { randomUUID } from 'node:crypto';
import { authenticate } from './authentication.ts';
import type { Journal } from './journal.ts';
import { MalformedAnswer } from './request-pipeline.ts';
import type { RequestPipeline } from './request-pipeline.ts';
import { SERVICES } from './services/catalogue.ts';
import type { Operation, Service } from './services/operation.ts';
import type { OrganizationState } from './state/organization-state.ts';
import { codecFor } from './wire/codec.ts';
import type { Codec, RecognisedRequest } from './wire/codec.ts';
import { credentialScopeOf } from './wire/credential-scope.ts';
import type { CredentialScope } from './wire/credential-scope.ts';
import { encodeText } from './wire/message.ts';
import type { WireRequest, WireResponse } from './wire/message.ts';
import { ServiceError } from './wire/service-error.ts';
import { escapeXml } from './wire/xml.ts';

/** What the gateway works with. */
export interface GatewayParts {
  readonly state: OrganizationState;
  readonly journal: Journal;
  readonly pipeline: RequestPipeline;
}

interface SignedRequest {
  readonly service: Service;
  readonly codec: Codec;
  readonly scope: CredentialScope;
  readonly recognised: RecognisedRequest;
}

/** The way of a request over the wire: recognise, identify the caller, answer through the pipeline, write that down. */
export class Gateway {
  readonly #parts: GatewayParts;
  readonly #codecs = new Map<string, Codec>();

  constructor(parts: GatewayParts) {
    this.#parts = parts;
  }

  /** Answers a request. Rejects with ConnectionDropped where a fault asks for it. */
  async handle(request: WireRequest): Promise<WireResponse> {
    const scope = credentialScopeOf(request);
    const service = SERVICES.get(scope?.service ?? '');
    if (scope === undefined || service === undefined) return unrecognised(request, scope?.service);
    const codec = this.#codecFor(service);
    const recognised = codec.recognise(request);
    if (recognised === undefined) return notAnswered(codec, `${scope.service}, ${request.method} ${request.path}`);
    const name = recognised.operation.name;
    const operation = service.operations.get(name);
    if (operation === undefined) return notAnswered(codec, `${scope.service}:${name}`);
    const answer = await this.#answer({ service, codec, scope, recognised }, operation);
    return request.method === 'HEAD' ? { ...answer, body: encodeText('') } : answer;
  }

  async #answer({ service, codec, scope, recognised }: SignedRequest, operation: Operation): Promise<WireResponse> {
    const { state, journal, pipeline } = this.#parts;
    const requestId = randomUUID();
    const entry = journal.open(state.clock(), service.model.name, operation.name);
    try {
      const output = await pipeline.answer({
        service,
        operation,
        requestId,
        entry,
        caller: () => authenticate(state, service.model, scope),
        input: () => recognised.readInput(),
      });
      return codec.writeOutput(recognised.operation, { output, requestId });
    } catch (error) {
      if (error instanceof MalformedAnswer) return malformedAnswer();
      if (error instanceof ServiceError) return codec.writeError(error, requestId);
      throw error;
    }
  }

  #codecFor(service: Service): Codec {
    const existing = this.#codecs.get(service.model.name);
    if (existing !== undefined) return existing;
    const made = codecFor(service.model, new Set(service.operations.keys()));
    this.#codecs.set(service.model.name, made);
    return made;
  }
}

function malformedAnswer(): WireResponse {
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: encodeText('<{"cut off'), streaming: false };
}

function notAnswered(codec: Codec, what: string): WireResponse {
  const message = `The local organization does not answer ${what}.`;
  return codec.writeError(new ServiceError('NotImplemented', message, { status: 501 }), randomUUID());
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
