import * as client from '@aws-sdk/client-lambda';
import type {
  GetFunctionRequest,
  GetFunctionResponse,
  InvocationRequest,
  InvocationResponse,
} from '@aws-sdk/client-lambda';
import type { Resource } from '../../authorization.ts';
import type { PolicyDocument, PolicyStatement } from '../../policy/policy-document.ts';
import type { LocalFunction } from '../../state/local-function.ts';
import { decodeText } from '../../wire/message.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { operation, service } from '../operation.ts';
import type { Call } from '../operation.ts';
import { functionArn, functionNameOf } from './function-name.ts';

// The SDK's type adds a method to the payload that only its own deserializer gives it.
interface InvocationAnswer extends Omit<InvocationResponse, 'Payload'> {
  readonly Payload: Uint8Array;
}

interface FunctionTarget {
  readonly FunctionName?: string | undefined;
  readonly Qualifier?: string | undefined;
}

const onFunction = {
  accountId: (input: FunctionTarget) => functionNameOf(input.FunctionName).accountId,
  resource: functionResource,
};

/** AWS Lambda: what invoking takes. */
export const LAMBDA = service(serviceModel({ name: 'lambda', protocol: 'restJson' }, client), [
  operation<InvocationRequest, InvocationAnswer>('lambda:Invoke', invoke, {
    ...onFunction,
    action: 'lambda:InvokeFunction',
  }),
  operation<GetFunctionRequest, GetFunctionResponse>('lambda:GetFunction', getFunction, onFunction),
]);

// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const LARGEST_REQUEST = 6_291_456;

// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
async function invoke(call: Call, input: InvocationRequest): Promise<InvocationAnswer> {
  const called = addressedFunction(call, input);
  const { InvocationType: type = 'RequestResponse', LogType: logType = 'None' } = input;
  if (type !== 'RequestResponse' || logType !== 'None') {
    throw new ServiceError(
      'NotImplemented',
      `The local organization does not invoke as ${type} with logs ${logType}.`,
      { status: 501 },
    );
  }
  const event = eventOf(input.Payload ?? new Uint8Array());
  const result = await call.functions.invoke(called, event, call.requestId);
  return {
    StatusCode: 200,
    ExecutedVersion: '$LATEST',
    Payload: result.payload,
    FunctionError: result.functionError,
  };
}

function eventOf(payload: Uint8Array): string {
  if (payload.byteLength > LARGEST_REQUEST) {
    throw new ServiceError(
      'RequestTooLargeException',
      `${payload.byteLength} byte payload is too large for the RequestResponse invocation type (limit ${LARGEST_REQUEST} bytes)`,
    );
  }
  const text = payload.byteLength === 0 ? '{}' : decodeText(payload);
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw new ServiceError('InvalidRequestContentException', 'Could not parse request body into json: not JSON');
  }
}

/**
 * The function of a request as policies see it. What a missing function of another account answers is not documented:
 * unless the organization hides them, only the caller's own policies are asked for it, and then it is not found.
 * https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 */
function functionResource(call: Call, input: FunctionTarget): Resource {
  const target = functionNameOf(input.FunctionName);
  const arn = functionArn(call, target);
  const account = call.state.accounts.get(target.accountId ?? call.account.id);
  const found = functionAt(call, input);
  const isHidden = account?.state !== 'ACTIVE' || call.state.settings.hideMissingFunctions;
  if (found === undefined && !isHidden) return { arn };
  const policy = found === undefined || account?.state !== 'ACTIVE' ? undefined : policyOf(found.resourcePolicy);
  return { arn, accountId: account?.id ?? target.accountId, policy };
}

const policies = new WeakMap<readonly PolicyStatement[], PolicyDocument>();

// One document per list, however often it is asked: documents are parsed once.
function policyOf(statements: readonly PolicyStatement[]): PolicyDocument {
  const existing = policies.get(statements);
  if (existing !== undefined) return existing;
  const made: PolicyDocument = { Version: '2012-10-17', Statement: statements };
  policies.set(statements, made);
  return made;
}

function functionAt(call: Call, input: FunctionTarget): LocalFunction | undefined {
  const target = functionNameOf(input.FunctionName);
  const account = call.state.accounts.get(target.accountId ?? call.account.id);
  const found = isLatest(input.Qualifier ?? target.qualifier) ? account?.functions.get(target.name) : undefined;
  return found?.arn === functionArn(call, target) ? found : undefined;
}

function addressedFunction(call: Call, input: FunctionTarget): LocalFunction {
  const found = functionAt(call, input);
  if (found !== undefined) return found;
  throw new ServiceError(
    'ResourceNotFoundException',
    `Function not found: ${functionArn(call, functionNameOf(input.FunctionName))}`,
  );
}

function isLatest(qualifier: string | undefined): boolean {
  return qualifier === undefined || qualifier === '$LATEST';
}

// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html
function getFunction(call: Call, input: GetFunctionRequest): GetFunctionResponse {
  const found = addressedFunction(call, input);
  return {
    Configuration: {
      FunctionName: found.functionName,
      FunctionArn: found.arn,
      Runtime: 'nodejs24.x',
      Role: `arn:aws:iam::${found.accountId}:role/${found.roleName}`,
      Handler: found.handler,
      Timeout: found.timeoutSeconds,
      MemorySize: found.memorySize,
      LastModified: found.deployedAt.toISOString().replace('Z', '+0000'),
      Version: '$LATEST',
      State: 'Active',
      Environment: { Variables: { ...found.environment } },
    },
  };
}
