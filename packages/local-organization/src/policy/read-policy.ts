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

const ELEMENTS = new Set(['Sid', 'Effect', 'Principal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']);

const alreadyRead: Readonly<Record<PolicyKind, WeakMap<PolicyDocument, readonly ReadStatement[]>>> = {
  identity: new WeakMap(),
  resource: new WeakMap(),
  trust: new WeakMap(),
  scp: new WeakMap(),
};

/**
 * Reads a policy document, or refuses it, naming the element. The same document is parsed once.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readPolicy(document: PolicyDocument, kind: PolicyKind, name: string): readonly ReadStatement[] {
  const existing = alreadyRead[kind].get(document);
  if (existing !== undefined) return existing;
  const statements = parsePolicy(document, kind, name);
  alreadyRead[kind].set(document, statements);
  return statements;
}

function parsePolicy(document: PolicyDocument, kind: PolicyKind, name: string): readonly ReadStatement[] {
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
  const { Effect: effect, Principal, Condition } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') refuse(`${name}.Effect`, `must be Allow or Deny, got ${effect}`);
  const namesPrincipals = kind === 'resource' || kind === 'trust';
  if (namesPrincipals !== (Principal !== undefined))
    refuse(`${name}.Principal`, namesPrincipals ? 'is missing' : `does not exist in a policy of kind ${kind}`);
  return {
    source: statement,
    kind,
    effect,
    principal: Principal === undefined ? () => 'direct' : readPrincipal(Principal, `${name}.Principal`),
    action: readEither(statement, { element: 'Action', read: readActions }, name),
    resource:
      kind === 'trust'
        ? withoutResource(statement, name)
        : readEither(statement, { element: 'Resource', read: readResources }, name),
    conditions: readConditions(Condition, `${name}.Condition`),
  };
}

type Matches = (text: string) => boolean;

/**
 * Reads an element or its `Not…` sibling, of which a statement has one: that one matches all but what it lists.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
 */
function readEither(
  statement: PolicyStatement,
  {
    element,
    read,
  }: { readonly element: 'Action' | 'Resource'; readonly read: (value: OneOrMore, at: string) => Matches },
  name: string,
): Matches {
  const listed = statement[element];
  const excepted = statement[`Not${element}`];
  if (listed !== undefined && excepted !== undefined) refuse(`${name}.Not${element}`, `stands beside ${element}`);
  if (listed !== undefined) return read(listed, `${name}.${element}`);
  const matches = read(excepted ?? refuse(`${name}.${element}`, 'is missing'), `${name}.Not${element}`);
  return (text) => !matches(text);
}

function withoutResource({ Resource, NotResource }: PolicyStatement, name: string): Matches {
  if (Resource === undefined && NotResource === undefined) return () => true;
  return refuse(`${name}.${Resource === undefined ? 'NotResource' : 'Resource'}`, 'does not exist in a trust policy');
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html: names without regard to case. */
function readActions(actions: OneOrMore, element: string): Matches {
  const patterns = listOf<string>(actions).map((each) => {
    if (each !== '*' && !/^[a-z0-9-]+:[A-Za-z0-9*?]+$/i.test(each)) refuse(element, `${each} is not service:Action`);
    return each.toLowerCase();
  });
  return (action) => patterns.some((pattern) => matchesWildcards(pattern, action.toLowerCase()));
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html: no wildcard names the service. */
function readResources(resources: OneOrMore, element: string): Matches {
  const patterns = listOf<string>(resources).map((each) => {
    const [, , service = ''] = arnComponents(each) ?? [];
    // AWS completes an incomplete ARN, differently by kind of policy; nothing here needs that.
    if (each !== '*' && !/^[a-z0-9-]+$/.test(service))
      refuse(element, `${each} is not * or an ARN of six components with a service`);
    return withoutVariables(each, element);
  });
  return (arn) => patterns.some((pattern) => pattern === '*' || matchesArn(pattern, arn));
}
