import { ServiceError } from '../../wire/service-error.ts';
import type { Template } from '../template/template.ts';

/** Types that grant permissions, and the property by which each is given a name. */
const NAMED_BY: ReadonlyMap<string, string | null> = new Map([
  ['AWS::IAM::AccessKey', null],
  ['AWS::IAM::Group', 'GroupName'],
  ['AWS::IAM::InstanceProfile', 'InstanceProfileName'],
  ['AWS::IAM::ManagedPolicy', 'ManagedPolicyName'],
  ['AWS::IAM::Policy', null],
  ['AWS::IAM::Role', 'RoleName'],
  ['AWS::IAM::User', 'UserName'],
  ['AWS::IAM::UserToGroupAddition', null],
]);

/**
 * Refuses a template that makes IAM resources, or names them, without the caller having said so.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
 */
export function checkCapabilities({ resources }: Template, given: readonly string[]): void {
  const granting = [...resources.values()].filter(({ type }) => NAMED_BY.has(type));
  if (granting.length === 0 || given.includes('CAPABILITY_NAMED_IAM')) return;
  const isNamed = granting.some(({ type, properties }) => {
    const names = properties.kind === 'object' ? properties.entries.map(([name]) => name) : [];
    return names.includes(NAMED_BY.get(type) ?? '');
  });
  if (!isNamed && given.includes('CAPABILITY_IAM')) return;
  const wanted = isNamed ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM';
  throw new ServiceError('InsufficientCapabilitiesException', `Requires capabilities : [${wanted}]`);
}
