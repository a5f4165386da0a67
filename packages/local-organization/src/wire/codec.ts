import { readJsonInput, writeJsonError, writeJsonOutput } from './aws-json.ts';
import { decodeAwsChunked, isAwsChunked } from './aws-chunked.ts';
import { readForm, readQueryInput, writeQueryError, writeQueryOutput } from './aws-query.ts';
import type { WireRequest, WireResponse } from './message.ts';
import { readRestInput, writeRestOutput } from './rest.ts';
import { writeRestJsonError, writeRestXmlError } from './rest-errors.ts';
import { Routes } from './routes.ts';
import { readS3Address } from './s3-address.ts';
import type { ServiceError } from './service-error.ts';
import type { OperationModel, ServiceModel } from './service-model.ts';

type Values = Readonly<Record<string, unknown>>;

/** A request whose operation is known: its input can be read when it is wanted. */
export interface RecognisedRequest {
  readonly operation: OperationModel;
  readInput(): Values;
}

/** One wire protocol applied to one service. */
export interface Codec {
  /** The operation of a request; undefined where the service has none that fits. */
  recognise(request: WireRequest): RecognisedRequest | undefined;
  writeOutput(operation: OperationModel, answer: { readonly output: Values; readonly requestId: string }): WireResponse;
  writeError(error: ServiceError, requestId: string): WireResponse;
}

/** The codec of a service. `answered` are the operations to prefer where a REST request fits several. */
export function codecFor(model: ServiceModel, answered: ReadonlySet<string>): Codec {
  if (model.protocol === 'awsQuery') return queryCodec(model);
  if (model.protocol === 'awsJson1_0' || model.protocol === 'awsJson1_1') return jsonCodec(model);
  return restCodec(model, answered);
}

function queryCodec(model: ServiceModel): Codec {
  return {
    recognise: (request) => {
      const form = readForm(request.body);
      const operation = model.operations.get(form.get('Action') ?? '');
      return operation && { operation, readInput: () => readQueryInput(operation.input(), form) };
    },
    writeOutput: (operation, answer) => writeQueryOutput(model, operation, answer),
    writeError: (error, requestId) => writeQueryError(model, error, requestId),
  };
}

function jsonCodec(model: ServiceModel): Codec {
  return {
    recognise: (request) => {
      const [, name = ''] = (request.headers['x-amz-target'] ?? '').split('.');
      const operation = model.operations.get(name);
      return operation && { operation, readInput: () => readJsonInput(operation, request) };
    },
    writeOutput: (operation, { output, requestId }) =>
      withRequestId(writeJsonOutput(model, operation, output), requestId),
    writeError: (error, requestId) => withRequestId(writeJsonError(model, error), requestId),
  };
}

function restCodec(model: ServiceModel, answered: ReadonlySet<string>): Codec {
  const routes = new Routes(model, answered);
  const isS3 = model.name === 's3';
  return {
    recognise: (request) => {
      const { bucket, path } = isS3 ? readS3Address(request) : { bucket: undefined, path: request.path };
      const match = routes.match({ method: request.method, path, query: request.query });
      if (match === undefined) return undefined;
      const addressed = bucket === undefined ? {} : { Bucket: bucket };
      const readInput = (): Values => ({ ...readRestInput(model, match, unchunked(request)), ...addressed });
      return { operation: match.operation, readInput };
    },
    writeOutput: (operation, { output, requestId }) =>
      withRequestId(writeRestOutput(model, operation, output), requestId),
    writeError: (error, requestId) =>
      isS3 ? writeRestXmlError(model, error, requestId) : withRequestId(writeRestJsonError(model, error), requestId),
  };
}

function unchunked(request: WireRequest): WireRequest {
  return isAwsChunked(request) ? { ...request, body: decodeAwsChunked(request.body) } : request;
}

function withRequestId(response: WireResponse, requestId: string): WireResponse {
  return { ...response, headers: { ...response.headers, 'x-amzn-requestid': requestId } };
}
