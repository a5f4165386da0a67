import { fromJson, toJson } from './json.ts';
import { decodeText, encodeText } from './message.ts';
import type { WireRequest, WireResponse } from './message.ts';
import { ServiceError } from './service-error.ts';
import type { OperationModel, ServiceModel } from './service-model.ts';

function jsonHeaders({ protocol }: ServiceModel): Readonly<Record<string, string>> {
  return { 'content-type': `application/x-amz-json-${protocol === 'awsJson1_0' ? '1.0' : '1.1'}` };
}

/** The typed input of an awsJson1_1 or awsJson1_0 request. https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export function readJsonInput(operation: OperationModel, request: WireRequest): Readonly<Record<string, unknown>> {
  return (fromJson(operation.input(), parseJson(request.body)) ?? {}) as Readonly<Record<string, unknown>>;
}

/** The answer of an operation. */
export function writeJsonOutput(
  model: ServiceModel,
  operation: OperationModel,
  output: Readonly<Record<string, unknown>>,
): WireResponse {
  const shape = operation.output();
  const body = shape.kind === 'structure' ? JSON.stringify(toJson(shape, output)) : '';
  return { status: 200, headers: jsonHeaders(model), body: encodeText(body), streaming: false };
}

/**
 * The answer for a refusal. These services answer every client error with 400, whatever status the error's
 * shape names. https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeAccount.html
 */
export function writeJsonError(model: ServiceModel, error: ServiceError): WireResponse {
  const known = model.error(error.exception);
  const status = error.details.status ?? (known?.fault === 'server' ? 500 : 400);
  const body = { __type: error.exception, message: error.message, Message: error.message, ...error.details.members };
  return { status, headers: jsonHeaders(model), body: encodeText(JSON.stringify(body)), streaming: false };
}

/** A JSON body, `{}` where it is empty. */
export function parseJson(body: Uint8Array): unknown {
  if (body.byteLength === 0) return {};
  try {
    return JSON.parse(decodeText(body));
  } catch {
    throw new ServiceError('SerializationException', 'The request body is not JSON.', { status: 400 });
  }
}
