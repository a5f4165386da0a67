import { LocalOrganizationError } from '../error.ts';

/** Refuses what the evaluator does not know. `element` is where it stands: `identityPolicies[0].Statement[1].NotAction`. */
export function refuse(element: string, why: string): never {
  throw new LocalOrganizationError('policy-unsupported', `${element}: ${why}`);
}

/** Refuses policy variables. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
export function withoutVariables(value: string, element: string): string {
  return value.includes('${') ? refuse(element, `policy variables are not supported, got ${value}`) : value;
}
