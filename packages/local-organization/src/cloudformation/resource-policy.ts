import type { PolicyDocument, PolicyKind } from '../policy/policy-document.ts';
import { readPolicy } from '../policy/read-policy.ts';
import type { Properties } from './properties.ts';

/**
 * A policy document among the properties of a resource, read whole once, so that what the evaluator does not know is refused
 * when the stack is made and not when somebody asks. The cast is sound, for reading checks every element.
 */
export function policyIn(properties: Properties, name: string, kind: PolicyKind): PolicyDocument {
  const document = properties.requiredObject(name).values as unknown as PolicyDocument;
  readPolicy(document, kind, name);
  return document;
}
