import type { LocalFunction } from '../../state/local-function.ts';
import { generatedName } from '../generated-name.ts';
import { functionCode } from './function-code.ts';
import { executionRole } from './execution-role.ts';
import type { Properties } from '../properties.ts';
import { alreadyExists, propertyNotModelled, ResourceFailure } from '../resource-failure.ts';
import type { CreatedResource, ResourceContext, ResourceType } from '../resource-type.ts';

const TYPE = 'AWS::Lambda::Function';
const LONGEST_NAME = 64;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-function.html */
export const LAMBDA_FUNCTION: ResourceType = {
  type: TYPE,
  properties: {
    modelled: [
      'FunctionName',
      'Code',
      'Environment',
      'Handler',
      'LoggingConfig',
      'MemorySize',
      'Role',
      'Runtime',
      'Timeout',
    ],
    harmless: {
      Architectures: 'functions run on the machine of this process',
      Description: 'only shown',
      Tags: 'no policy here looks at the tags of a function',
    },
  },
  createOnly: ['FunctionName'],
  nameProperty: 'FunctionName',
  create: async (context, properties) => {
    const { account } = context;
    const name = properties.text('FunctionName') ?? generatedName(context, LONGEST_NAME);
    if (account.functions.has(name)) throw alreadyExists(TYPE, name);
    return deployed(context, functionOf(context, name, properties));
  },
  update: async (context, { physicalId: name }, properties) => {
    const replaced = context.account.functions.get(name);
    const result = deployed(context, functionOf(context, name, properties));
    if (replaced !== undefined) await context.functions.discard(replaced);
    return result;
  },
  delete: async ({ account, functions }, { physicalId: name }) => {
    const removed = account.functions.get(name);
    account.functions.delete(name);
    if (removed !== undefined) await functions.discard(removed);
  },
};

function deployed({ account }: ResourceContext, added: LocalFunction): CreatedResource {
  account.functions.set(added.functionName, added);
  return { physicalId: added.functionName, attributes: { Arn: added.arn } };
}

/** The function as the template wants it; its permissions and its log stay where it was there before. */
function functionOf(context: ResourceContext, name: string, properties: Properties): LocalFunction {
  const { state, account, now } = context;
  checkRuntime(properties);
  checkLogging(properties);
  const existing = account.functions.get(name);
  const handler = properties.requiredText('Handler');
  const arn = `arn:aws:lambda:${state.settings.region}:${account.id}:function:${name}`;
  return {
    accountId: account.id,
    functionName: name,
    arn,
    code: functionCode(context, properties.requiredObject('Code'), handler),
    handler,
    roleName: executionRole(context, properties.requiredText('Role'), arn),
    environment: environmentOf(properties),
    timeoutSeconds: within(properties, 'Timeout', [3, 1, 900]),
    memorySize: within(properties, 'MemorySize', [128, 128, 10_240]),
    resourcePolicy: existing?.resourcePolicy ?? [],
    deployedAt: now,
    logs: existing?.logs ?? [],
  };
}

// Whatever Node.js it names, the function runs under this process's own.
function checkRuntime(properties: Properties): void {
  const runtime = properties.requiredText('Runtime');
  if (!/^nodejs\d+\.x$/.test(runtime)) throw propertyNotModelled(TYPE, `Runtime ${runtime}`);
}

// What functions write is kept with them, in whatever group it would be.
function checkLogging(properties: Properties): void {
  const harmless = {
    LogFormat: 'lines are kept as they are written',
    LogGroup: 'lines are kept with the function',
    ApplicationLogLevel: 'lines are kept as they are written',
    SystemLogLevel: 'there are no lines of the platform',
  };
  properties.object('LoggingConfig')?.check({ modelled: [], harmless });
}

function environmentOf(properties: Properties): Readonly<Record<string, string>> {
  const environment = properties.object('Environment');
  environment?.check({ modelled: ['Variables'], harmless: {} });
  const variables = environment?.object('Variables');
  const names = Object.keys(variables?.values ?? {});
  return Object.fromEntries(names.map((name) => [name, variables?.text(name) ?? '']));
}

// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
function within(
  properties: Properties,
  name: string,
  [standard, least, most]: readonly [standard: number, least: number, most: number],
): number {
  const value = properties.number(name) ?? standard;
  if (value >= least && value <= most) return value;
  throw new ResourceFailure(`Value ${value} at '${name}' failed to satisfy constraint: between ${least} and ${most}`);
}
