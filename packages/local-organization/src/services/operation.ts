import type { Authorization, Resource } from '../authorization.ts';
import type { FunctionFleet } from '../lambda-runtime/function-fleet.ts';
import type { Principal } from '../principal.ts';
import type { Account } from '../state/account.ts';
import type { OrganizationState } from '../state/organization-state.ts';
import type { ServiceModel } from '../wire/service-model.ts';

/** One call of an operation, as its rules see it. */
export interface Call {
  readonly state: OrganizationState;
  readonly caller: Principal;
  /** The caller's account. */
  readonly account: Account;
  readonly now: Date;
  readonly requestId: string;
  readonly functions: FunctionFleet;
  /** Whether the caller may do something further. */
  authorize(action: string, resource: Resource): Authorization;
}

type Values = Readonly<Record<string, unknown>>;

/** An operation that the organization answers. */
export interface Operation {
  readonly name: string;
  /** The IAM action it needs; null where AWS asks for none. */
  readonly action: string | null;
  /** What the action is done to. */
  resource(call: Call, input: Values): Resource;
  /** The account acted upon, where it is not the caller's. */
  accountId(input: Values): string | undefined;
  run(call: Call, input: Values): Promise<Values>;
}

/** What an operation says beside what it does. */
export interface OperationRules<Input> {
  readonly action?: string | null;
  readonly resource?: (call: Call, input: Input) => Resource;
  readonly accountId?: (input: Input) => string | undefined;
}

/** A service: its shapes, and the operations that are answered. */
export interface Service {
  readonly model: ServiceModel;
  readonly operations: ReadonlyMap<string, Operation>;
}

/**
 * An operation of `service:Name` with the SDK's own types for input and output. The casts are sound as far as the codecs
 * are: the input was decoded by the very schema that `Input` was generated with.
 */
export function operation<Input extends object, Output extends object = object>(
  qualifiedName: `${string}:${string}`,
  run: (call: Call, input: Input) => Output | undefined | Promise<Output>,
  rules: OperationRules<Input> = {},
): Operation {
  const [, name = ''] = qualifiedName.split(':');
  return {
    name,
    action: rules.action === undefined ? qualifiedName : rules.action,
    resource: (call, input) => rules.resource?.(call, input as Input) ?? { arn: '*' },
    accountId: (input) => rules.accountId?.(input as Input),
    run: async (call, input) => ({ ...(await run(call, input as Input)) }),
  };
}

/** A service of these operations. */
export function service(model: ServiceModel, operations: readonly Operation[]): Service {
  return { model, operations: new Map(operations.map((each) => [each.name, each])) };
}
