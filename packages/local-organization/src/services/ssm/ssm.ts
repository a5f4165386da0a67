import * as client from '@aws-sdk/client-ssm';
import type {
  GetParameterRequest,
  GetParameterResult,
  PutParameterRequest,
  PutParameterResult,
} from '@aws-sdk/client-ssm';
import type { Resource } from '../../authorization.ts';
import type { ParameterVersion } from '../../state/parameter.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { operation, service } from '../operation.ts';
import type { Call } from '../operation.ts';

const onParameter = {
  resource: (call: Call, input: { readonly Name?: string | undefined }): Resource => ({
    arn: parameterArn(call, input.Name ?? ''),
  }),
};

/** The parameters of AWS Systems Manager. */
export const SSM = service(serviceModel({ name: 'ssm', protocol: 'awsJson1_1' }, client), [
  operation<GetParameterRequest, GetParameterResult>('ssm:GetParameter', getParameter, onParameter),
  operation<PutParameterRequest, PutParameterResult>('ssm:PutParameter', putParameter, onParameter),
]);

function parameterArn(call: Call, name: string): string {
  return `arn:aws:ssm:${call.state.settings.region}:${call.account.id}:parameter/${name.replace(/^\//, '')}`;
}

// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
function getParameter(call: Call, input: GetParameterRequest): GetParameterResult {
  const parameter = call.account.parameters.get(input.Name ?? '');
  if (parameter === undefined) throw new ServiceError('ParameterNotFound', '');
  return {
    Parameter: {
      Name: parameter.name,
      Type: parameter.type,
      Value: parameter.value,
      Version: parameter.version,
      LastModifiedDate: parameter.modifiedAt,
      ARN: parameterArn(call, parameter.name),
      DataType: 'text',
    },
  };
}

// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
function putParameter(call: Call, input: PutParameterRequest): PutParameterResult {
  const name = input.Name ?? '';
  const value = input.Value ?? '';
  const existing = call.account.parameters.get(name);
  if (existing !== undefined && input.Overwrite !== true) {
    throw new ServiceError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  }
  if (name === '' || value === '')
    throw new ServiceError('ValidationException', 'A parameter needs a name and a value.');
  const parameter: ParameterVersion = {
    name,
    type: typeOf(input, existing),
    value,
    version: (existing?.version ?? 0) + 1,
    modifiedAt: call.now,
  };
  call.account.parameters.set(name, parameter);
  return { Version: parameter.version, Tier: 'Standard' };
}

function typeOf(input: PutParameterRequest, existing: ParameterVersion | undefined): ParameterVersion['type'] {
  const type = input.Type ?? existing?.type;
  if (type === 'String' || type === 'StringList') return type;
  if (type === undefined)
    throw new ServiceError('ValidationException', 'A parameter type is required when you create a parameter.');
  throw new ServiceError('NotImplemented', `The local organization keeps no ${type} parameters.`, { status: 501 });
}
