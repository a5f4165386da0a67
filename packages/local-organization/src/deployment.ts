import { trustsService } from './assume-as-service.ts';
import { LocalOrganizationError } from './error.ts';
import { invokePermissions } from './policy/short-lists.ts';
import type { TrustedPrincipal } from './policy/short-lists.ts';
import type { FunctionCode, InProcessHandler, LocalFunction } from './state/local-function.ts';
import type { OrganizationState } from './state/organization-state.ts';

/** A function to deploy: code as a bundle, as text, or a handler in this process. */
export interface FunctionDeployment {
  readonly accountId: string;
  readonly functionName: string;
  /** A CommonJS file, or its text. Left out with `inProcess`. */
  readonly code?: { readonly bundlePath: string } | { readonly source: string };
  readonly inProcess?: InProcessHandler;
  /** `file.export`; `index.handler` if left out. */
  readonly handler?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** A role of the account. */
  readonly roleName: string;
  /** Three seconds if left out, as in Lambda. */
  readonly timeoutSeconds?: number;
  readonly memorySize?: number;
  /** Who of other accounts may invoke it: `organization`, an account id, or the ARN of a role or user. */
  readonly invokableBy?: readonly TrustedPrincipal[];
}

/** Puts a function in place of the one of that name, if any, and returns both. */
export function deploy(
  state: OrganizationState,
  deployment: FunctionDeployment,
): { readonly deployed: LocalFunction; readonly replaced: LocalFunction | undefined } {
  const account = state.account(deployment.accountId);
  if (account.role(deployment.roleName) === undefined) {
    throw new LocalOrganizationError('role-unknown', `There is no role ${deployment.roleName} in ${account.id}.`);
  }
  const { region, id: organizationId } = state.settings;
  const functionArn = `arn:aws:lambda:${region}:${account.id}:function:${deployment.functionName}`;
  const { roleName } = deployment;
  // https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
  if (!trustsService(state, { service: 'lambda.amazonaws.com', account, roleName, sourceArn: functionArn }))
    throw new LocalOrganizationError('role-untrusting', `The role ${roleName} cannot be assumed by Lambda.`);
  const replaced = account.functions.get(deployment.functionName);
  const deployed: LocalFunction = {
    accountId: account.id,
    functionName: deployment.functionName,
    arn: functionArn,
    code: codeOf(deployment),
    handler: deployment.handler ?? 'index.handler',
    roleName: deployment.roleName,
    environment: deployment.environment ?? {},
    timeoutSeconds: deployment.timeoutSeconds ?? 3,
    memorySize: deployment.memorySize ?? 128,
    resourcePolicy: invokePermissions(deployment.invokableBy ?? [], { functionArn, organizationId }),
    deployedAt: state.clock(),
    logs: [],
  };
  account.functions.set(deployed.functionName, deployed);
  return { deployed, replaced };
}

function codeOf({ code, inProcess, functionName }: FunctionDeployment): FunctionCode {
  if (inProcess !== undefined) return { kind: 'in-process', run: inProcess };
  if (code === undefined)
    throw new LocalOrganizationError('function-unknown', `${functionName} has neither code nor a handler.`);
  return 'bundlePath' in code
    ? { kind: 'bundle', bundlePath: code.bundlePath }
    : { kind: 'inline', source: code.source };
}
