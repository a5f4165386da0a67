import type { PolicyStatement } from '../../policy/policy-document.ts';
import type { Account } from '../../state/account.ts';
import type { LocalFunction } from '../../state/local-function.ts';
import { generatedName } from '../generated-name.ts';
import type { Properties } from '../properties.ts';
import { ResourceFailure } from '../resource-failure.ts';
import type { ResourceType } from '../resource-type.ts';

const LONGEST_STATEMENT_ID = 100;
const EVERYTHING = ['Action', 'FunctionName', 'Principal', 'PrincipalOrgID', 'SourceAccount', 'SourceArn'];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-permission.html */
export const LAMBDA_PERMISSION: ResourceType = {
  type: 'AWS::Lambda::Permission',
  properties: { modelled: EVERYTHING, harmless: {} },
  createOnly: EVERYTHING,
  create: async (context, properties) => {
    const target = functionNamed(context.account, properties.requiredText('FunctionName'));
    const id = generatedName(context, LONGEST_STATEMENT_ID);
    target.resourcePolicy = [...target.resourcePolicy, statementOf(properties, { id, functionArn: target.arn })];
    return { physicalId: id, attributes: { Id: id } };
  },
  // Every property is create-only.
  update: async (_, resource) => ({ ...resource }),
  delete: async ({ account }, { physicalId, properties }) => {
    const { FunctionName: name } = properties;
    const target = typeof name === 'string' ? account.functions.get(nameOf(name)) : undefined;
    if (target === undefined) return;
    target.resourcePolicy = target.resourcePolicy.filter(({ Sid }) => Sid !== physicalId);
  },
};

function functionNamed(account: Account, text: string): LocalFunction {
  const found = account.functions.get(nameOf(text));
  if (found !== undefined && (text === found.functionName || text === found.arn)) return found;
  throw new ResourceFailure(
    `Resource handler returned message: "Function not found: ${text}" (HandlerErrorCode: NotFound)`,
  );
}

// A name, or the ARN of a function.
function nameOf(text: string): string {
  return text.slice(text.lastIndexOf(':') + 1);
}

/** The statement that Lambda makes of a permission. https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
function statementOf(
  properties: Properties,
  { id, functionArn }: { readonly id: string; readonly functionArn: string },
): PolicyStatement {
  const sourceArn = properties.text('SourceArn');
  const equal = {
    ...optional('aws:PrincipalOrgID', properties.text('PrincipalOrgID')),
    ...optional('aws:SourceAccount', properties.text('SourceAccount')),
  };
  const condition = {
    ...(Object.keys(equal).length === 0 ? {} : { StringEquals: equal }),
    ...(sourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': sourceArn } }),
  };
  return {
    Sid: id,
    Effect: 'Allow',
    Principal: principalOf(properties.requiredText('Principal')),
    Action: properties.requiredText('Action'),
    Resource: functionArn,
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
  };
}

function principalOf(principal: string): NonNullable<PolicyStatement['Principal']> {
  if (principal === '*') return '*';
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  return principal.startsWith('arn:') ? { AWS: principal } : { Service: principal };
}

function optional(key: string, value: string | undefined): Readonly<Record<string, string>> {
  return value === undefined ? {} : { [key]: value };
}
