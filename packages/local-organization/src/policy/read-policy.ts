import { readConditions } from './condition.ts';
import type { ReadCondition } from './condition.ts';
import type { OneOrMore, PolicyDocument, PolicyKind, PolicyStatement } from './policy-document.ts';
import { listOf } from './policy-document.ts';
import { readPrincipal } from './policy-principal.ts';
import type { PrincipalMatch, Requester } from './policy-principal.ts';
import { refuse, withoutVariables } from './refuse.ts';
import { arnComponents, matchesArn, matchesWildcards } from './wildcard.ts';

/** A statement that was read whole, so that what is unknown in it is refused even where it would not apply. */
export interface ReadStatement {
  readonly source: PolicyStatement;
  readonly kind: PolicyKind;
  readonly effect: 'Allow' | 'Deny';
  readonly principal: (requester: Requester) => PrincipalMatch;
  readonly action: (action: string) => boolean;
  readonly resource: (arn: string) => boolean;
  readonly conditions: readonly ReadCondition[];
}

const ELEMENTS = new Set(['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition']);

/**
 * Reads a policy document, or refuses it, naming the element.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readPolicy(document: PolicyDocument, kind: PolicyKind, name: string): readonly ReadStatement[] {
  const other = Object.keys(document).find((each) => !['Version', 'Id', 'Statement'].includes(each));
  if (other !== undefined) refuse(`${name}.${other}`, 'the element is not supported');
  if (document.Version !== '2012-10-17') refuse(`${name}.Version`, 'must be 2012-10-17');
  return listOf<PolicyStatement>(document.Statement).map((statement, index) =>
    readStatement(statement, kind, `${name}.Statement[${index}]`),
  );
}

function readStatement(statement: PolicyStatement, kind: PolicyKind, name: string): ReadStatement {
  const other = Object.keys(statement).find((each) => !ELEMENTS.has(each));
  if (other !== undefined) refuse(`${name}.${other}`, 'the element is not supported');
  const { Effect: effect, Principal, Action, Resource, Condition } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') refuse(`${name}.Effect`, `must be Allow or Deny, got ${effect}`);
  const namesPrincipals = kind === 'resource' || kind === 'trust';
  if (namesPrincipals !== (Principal !== undefined))
    refuse(`${name}.Principal`, namesPrincipals ? 'is missing' : `does not exist in a policy of kind ${kind}`);
  if ((kind === 'trust') === (Resource !== undefined))
    refuse(`${name}.Resource`, kind === 'trust' ? 'does not exist in a trust policy' : 'is missing');
  return {
    source: statement,
    kind,
    effect,
    principal: Principal === undefined ? () => 'direct' : readPrincipal(Principal, `${name}.Principal`),
    action: readActions(Action, `${name}.Action`),
    resource: Resource === undefined ? () => true : readResources(Resource, `${name}.Resource`),
    conditions: readConditions(Condition, `${name}.Condition`),
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html: names without regard to case. */
function readActions(actions: OneOrMore | undefined, element: string): (action: string) => boolean {
  const patterns = listOf<string>(actions ?? refuse(element, 'is missing')).map((each) => {
    if (each !== '*' && !/^[a-z0-9-]+:[A-Za-z0-9*?]+$/i.test(each)) refuse(element, `${each} is not service:Action`);
    return each.toLowerCase();
  });
  return (action) => patterns.some((pattern) => matchesWildcards(pattern, action.toLowerCase()));
}

function readResources(resources: OneOrMore, element: string): (arn: string) => boolean {
  const patterns = listOf<string>(resources).map((each) => {
    // AWS completes an incomplete ARN, differently by kind of policy; nothing here needs that.
    if (each !== '*' && arnComponents(each) === undefined)
      refuse(element, `${each} is not * or an ARN of six components`);
    return withoutVariables(each, element);
  });
  return (arn) => patterns.some((pattern) => pattern === '*' || matchesArn(pattern, arn));
}
