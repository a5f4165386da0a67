import fc from 'fast-check';
import type { PolicyStatement } from '@keysweep/local-organization';

/** The two accounts that policies and requests speak of. */
export const HERE = '111111111111';
/** The other one. */
export const THERE = '222222222222';
/** A user. */
export const ALICE = `arn:aws:iam::${HERE}:user/alice`;

const ARNS = [ALICE, 'arn:aws:iam::*:role/keysweep-*', `arn:aws:iam::${HERE}:role/keysweep-central`, 'arn:aws:*:*:*:*'];
const VALUES: Record<string, readonly string[]> = {
  'aws:PrincipalArn': ARNS,
  'aws:PrincipalOrgID': ['o-acme123456', 'o-*', 'o-other12345'],
  'aws:PrincipalAccount': [HERE, THERE, '1*'],
  'aws:SourceAccount': [HERE, '????????????'],
  'aws:ResourceTag/Team': ['payments', 'Payments', 'p*s', ''],
  'aws:resourcetag/team': ['payments', '*'],
};
/** What a request carries, anything of it absent. */
export const CONTEXT = fc.record(
  {
    'aws:PrincipalArn': fc.constantFrom(ALICE, `arn:aws:iam::${HERE}:role/keysweep-central`),
    'aws:PrincipalOrgID': fc.constantFrom('o-acme123456', 'o-other12345'),
    'aws:PrincipalAccount': fc.constantFrom(HERE, THERE),
    'aws:SourceAccount': fc.constant(HERE),
    'aws:ResourceTag/team': fc.constantFrom('payments', 'Payments', 'platform'),
    'aws:SecureTransport': fc.constantFrom('true', 'false'),
    'aws:TagKeys': fc.subarray(['keysweep-exempt', 'team'], { minLength: 1 }),
    's3:if-none-match': fc.constant('*'),
  },
  { requiredKeys: [] },
);

/** One or two of the values; a value that stands there often comes often. */
export const some = <T>(values: readonly T[]) => fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });
const TEXTS = fc
  .tuple(fc.constantFrom('StringEquals', 'StringLike'), fc.constantFrom(...Object.keys(VALUES)))
  .chain(([operator, key]) => some(VALUES[key]!).map((values) => ({ [operator]: { [key]: values } })));
const ARN_TESTS = fc
  .tuple(fc.constantFrom('ArnEquals', 'ArnLike'), some(ARNS))
  .map(([operator, values]) => ({ [operator]: { 'aws:PrincipalArn': values } }));
const WORDS = fc.constantFrom('true', 'false');
const NULLS = fc
  .tuple(fc.constantFrom(...Object.keys(VALUES), 's3:if-none-match', 'aws:TagKeys'), WORDS)
  .map(([key, value]) => ({ Null: { [key]: value } }));
const BOOLS = WORDS.map((value) => ({ Bool: { 'aws:SecureTransport': value } }));
const ANY_OF = some(['keysweep-*', 'team', 'other']).map((keys) => ({
  'ForAnyValue:StringLike': { 'aws:TagKeys': keys },
}));
/** Conditions of every operator and key that is supported. */
export const CONDITION = fc
  .array(fc.oneof(TEXTS, ARN_TESTS, NULLS, BOOLS, ANY_OF), { minLength: 1, maxLength: 2 })
  .map((blocks): NonNullable<PolicyStatement['Condition']> => Object.assign({}, ...blocks));
