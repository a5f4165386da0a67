import { readContext } from './condition-keys.ts';
import type { RequestContext } from './condition-keys.ts';
import type { PolicyDocument, PolicyKind, PolicyStatement } from './policy-document.ts';
import { readRequester } from './policy-principal.ts';
import { readPolicy } from './read-policy.ts';
import type { ReadStatement } from './read-policy.ts';
import { refuse } from './refuse.ts';
import { arnComponents } from './wildcard.ts';

/** A request, and every policy that has a say in it. */
export interface PolicyQuestion {
  /** The ARN of a user or of a role's session, or the name of an AWS service. */
  readonly principal: string;
  /** `service:Action`. */
  readonly action: string;
  /** `accountId` is who owns it: the ARN of a bucket does not say. `*` is the ARN for actions that know no resource. */
  readonly resource: { readonly arn: string; readonly accountId: string };
  /** By condition key; a key that the request does not carry is left out. */
  readonly context: RequestContext;
  readonly identityPolicies: readonly PolicyDocument[];
  /** Of the resource; the trust policy where the action is sts:AssumeRole. */
  readonly resourcePolicy?: PolicyDocument | undefined;
  /** Of the principal's account, one list per level from the root down. None for the management account. */
  readonly scps: readonly (readonly PolicyDocument[])[];
}

/**
 * The decision, the statement it rests on (null where nothing allowed it; where two are needed, the identity's), and the
 * kind of policy that statement is in, or that would have had to allow it.
 */
export interface PolicyDecision {
  readonly decision: 'allow' | 'explicit-deny' | 'implicit-deny';
  readonly by: PolicyStatement | null;
  readonly kind: PolicyKind;
}

/**
 * Decides a request as IAM does: an explicit Deny anywhere wins; each level of service control policies must allow; then
 * the identity's policies, the resource's, or both. Throws `policy-unsupported` for what it does not know, wherever it is.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function evaluate(question: PolicyQuestion): PolicyDecision {
  const { resource, action } = question;
  if (resource.arn !== '*' && arnComponents(resource.arn) === undefined) refuse('resource.arn', 'is not * or an ARN');
  if (!/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action)) refuse('action', `${action} is not service:Action`);
  const requester = readRequester(question.principal);
  const context = readContext(question.context);
  const applying = (statements: readonly ReadStatement[]) =>
    statements.filter(
      (each) =>
        each.principal(requester) !== 'none' &&
        each.action(action) &&
        each.resource(resource.arn) &&
        each.conditions.every((holds) => holds(context)),
    );
  const { identity, ofResource, levels } = readPolicies(question);
  // Policies of identities and organizations do not concern a service that asks for itself.
  const isService = requester.accountId === null;
  const byIdentity = isService ? [] : applying(identity);
  const byResource = applying(ofResource);
  const byLevel = isService ? [] : levels.map(applying);

  const denial = [...byLevel.flat(), ...byIdentity, ...byResource].find(({ effect }) => effect === 'Deny');
  if (denial !== undefined) return { decision: 'explicit-deny', by: denial.source, kind: denial.kind };
  if (byLevel.some((level) => level.length === 0)) return implicitDeny('scp');
  const allowed = granted({
    identity: byIdentity[0],
    direct: byResource.find((each) => each.principal(requester) === 'direct'),
    anyhow: byResource[0],
    sameAccount: isService || requester.accountId === resource.accountId,
    resourceMustAllow: isService || asksResourceFirst(action, resource.arn),
  });
  if (allowed !== undefined) return { decision: 'allow', by: allowed.source, kind: allowed.kind };
  return implicitDeny(byIdentity.length === 0 && !isService ? 'identity' : resourcePolicyKind(action));
}

function implicitDeny(kind: PolicyKind): PolicyDecision {
  return { decision: 'implicit-deny', by: null, kind };
}

/** The statements that allow, by where they stand: in the identity's policies, or in the resource's. */
interface Grants {
  readonly identity: ReadStatement | undefined;
  /** Of the resource's policy, naming the principal itself or everybody. */
  readonly direct: ReadStatement | undefined;
  /** Of the resource's policy, naming the principal or its account. */
  readonly anyhow: ReadStatement | undefined;
  readonly sameAccount: boolean;
  readonly resourceMustAllow: boolean;
}

/**
 * Within an account either side is enough; across accounts both are needed. An account as principal hands the decision to
 * the account: its identity policies must allow as well.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
function granted({ identity, direct, anyhow, sameAccount, resourceMustAllow }: Grants): ReadStatement | undefined {
  if (sameAccount && direct !== undefined) return direct;
  if (sameAccount && !resourceMustAllow) return identity;
  return anyhow === undefined ? undefined : identity;
}

/**
 * Roles and KMS keys are closed even to their own account unless their policy opens them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
function asksResourceFirst(action: string, arn: string): boolean {
  return action === 'sts:AssumeRole' || (action.startsWith('kms:') && arn !== '*');
}

function readPolicies({ action, identityPolicies, resourcePolicy, scps }: PolicyQuestion) {
  const kind = resourcePolicyKind(action);
  return {
    identity: identityPolicies.flatMap((each, at) => readPolicy(each, 'identity', `identityPolicies[${at}]`)),
    ofResource: resourcePolicy === undefined ? [] : readPolicy(resourcePolicy, kind, 'resourcePolicy'),
    levels: scps.map((level, at) => level.flatMap((each, of) => readPolicy(each, 'scp', `scps[${at}][${of}]`))),
  };
}

function resourcePolicyKind(action: string): 'trust' | 'resource' {
  return action === 'sts:AssumeRole' ? 'trust' : 'resource';
}
