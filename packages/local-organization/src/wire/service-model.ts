import { NormalizedSchema } from '@smithy/core/schema';
import type { ListAccessKeys$, NoSuchEntityException$ } from '@aws-sdk/client-iam';
import type { Shape } from './shape.ts';
import { shapeOf } from './shape.ts';

/** The wire protocols of the services that are answered here. */
export type Protocol = 'awsQuery' | 'awsJson1_0' | 'awsJson1_1' | 'restJson' | 'restXml';

/** The HTTP binding of an operation of a REST protocol: method, path template with literal query, status. */
export type HttpBinding = readonly [method: string, path: string, status: number];

/** An operation as the SDK's schemas describe it. */
export interface OperationModel {
  readonly name: string;
  readonly http: HttpBinding | undefined;
  input(): Shape;
  output(): Shape;
}

/** An error as the SDK's schemas describe it. */
export interface ErrorModel {
  /** The code on the wire: `NoSuchEntity` for `NoSuchEntityException`. */
  readonly code: string;
  readonly status: number | undefined;
  readonly fault: 'client' | 'server';
}

/** A service as its SDK client describes it. */
export interface ServiceModel {
  /** The signing name, and the prefix of `service:Operation`. */
  readonly name: string;
  readonly protocol: Protocol;
  /** The XML namespace of the answers, for the XML protocols. */
  readonly xmlNamespace: string;
  readonly operations: ReadonlyMap<string, OperationModel>;
  error(exception: string): ErrorModel | undefined;
}

type OperationSchema = typeof ListAccessKeys$;
type ErrorSchema = typeof NoSuchEntityException$;

/** What is said of a service beside its schemas. */
export interface ServiceIdentity {
  readonly name: string;
  readonly protocol: Protocol;
  readonly xmlNamespace?: string;
}

/** Reads the operations and errors that an SDK client module exports as schemas (`ListAccessKeys$`). */
export function serviceModel(identity: ServiceIdentity, clientModule: Readonly<Record<string, unknown>>): ServiceModel {
  const operations = new Map<string, OperationModel>();
  const errors = new Map<string, ErrorModel>();
  for (const exported of Object.values(clientModule)) {
    if (isOperationSchema(exported)) operations.set(exported[2], operationModel(exported));
    if (isErrorSchema(exported)) errors.set(exported[2], errorModel(exported));
  }
  return {
    name: identity.name,
    protocol: identity.protocol,
    xmlNamespace: identity.xmlNamespace ?? '',
    operations,
    error: (exception) => errors.get(exception),
  };
}

function operationModel(schema: OperationSchema): OperationModel {
  const [, , name, traits, input, output] = schema;
  const http = typeof traits === 'object' ? traits.http : undefined;
  return { name, http, input: () => shapeOf(input), output: () => shapeOf(output) };
}

function errorModel(schema: ErrorSchema): ErrorModel {
  const traits = NormalizedSchema.of(schema).getMergedTraits();
  const query = traits['awsQueryError'];
  const [code, queryStatus] = Array.isArray(query) ? query : [];
  const httpStatus = traits['httpError'];
  return {
    code: typeof code === 'string' ? code : schema[2],
    status: firstNumber(httpStatus, queryStatus),
    fault: traits.error === 'server' ? 'server' : 'client',
  };
}

function firstNumber(...candidates: readonly unknown[]): number | undefined {
  return candidates.find((candidate): candidate is number => typeof candidate === 'number');
}

function isOperationSchema(exported: unknown): exported is OperationSchema {
  return Array.isArray(exported) && exported[0] === 9;
}

function isErrorSchema(exported: unknown): exported is ErrorSchema {
  return Array.isArray(exported) && exported[0] === -3;
}
