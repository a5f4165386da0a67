import type { PolicyDocument } from '../policy/policy-document.ts';
import { readPolicy } from '../policy/read-policy.ts';

/**
 * What every root, unit and account has attached at first.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
 */
export const FULL_AWS_ACCESS: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

const AT_FIRST: readonly PolicyDocument[] = [FULL_AWS_ACCESS];

/** The service control policies that are attached to the root, the units and the accounts, by the id of each. */
export class ServiceControlPolicies {
  readonly #attached = new Map<string, readonly PolicyDocument[]>();

  /** What is attached to a root, unit or account. */
  of(targetId: string): readonly PolicyDocument[] {
    return this.#attached.get(targetId) ?? AT_FIRST;
  }

  /**
   * Replaces all that is attached there; FULL_AWS_ACCESS goes too where the list leaves it out. Throws
   * `policy-unsupported` for a policy that cannot be evaluated.
   */
  set(targetId: string, policies: readonly PolicyDocument[]): void {
    for (const policy of policies) readPolicy(policy, 'scp', `service control policy of ${targetId}`);
    this.#attached.set(targetId, policies);
  }
}
