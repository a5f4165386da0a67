/** What a stack knows of itself. */
export interface StackIdentity {
  readonly accountId: string;
  readonly region: string;
  readonly stackName: string;
  readonly stackId: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
const VALUES: Readonly<Record<string, (stack: StackIdentity) => string>> = {
  'AWS::AccountId': (stack) => stack.accountId,
  'AWS::Partition': () => 'aws',
  'AWS::Region': (stack) => stack.region,
  'AWS::StackId': (stack) => stack.stackId,
  'AWS::StackName': (stack) => stack.stackName,
  'AWS::URLSuffix': () => 'amazonaws.com',
};

/** The pseudo parameters that are known; `AWS::NoValue` has no value. */
export const PSEUDO_PARAMETERS: ReadonlySet<string> = new Set([...Object.keys(VALUES), 'AWS::NoValue']);

/** The value of a pseudo parameter; undefined for any other name. */
export function pseudoParameter(name: string, stack: StackIdentity): string | undefined {
  return Object.hasOwn(VALUES, name) ? VALUES[name]?.(stack) : undefined;
}
