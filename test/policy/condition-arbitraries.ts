import fc from 'fast-check';
import type { PolicyStatement } from '@keysweep/local-organization';

/** The two accounts that policies and requests speak of. */
export const HERE = '111111111111';
/** The other one. */
export const THERE = '222222222222';
/** A user. */
export const ALICE = `arn:aws:iam::${HERE}:user/alice`;

const ARNS = [ALICE, 'arn:aws:iam::*:role/keysweep-*', `arn:aws:iam::${HERE}:role/keysweep-central`, 'arn:aws:*:*:*:*'];
/** What services act for. A pattern whose wildcard would have to span colons matches none of it. */
const SOURCES = [`arn:aws:states:us-east-1:${HERE}:execution:keysweep-sweep:run`, `arn:aws:s3:::execution:x`];
const SOURCE_PATTERNS = [
  ...SOURCES,
  `arn:aws:states:*:${HERE}:execution:keysweep-*`,
  'arn:aws:states:*:execution:keysweep-sweep:*',
  'arn:aws:states:*:*:execution:*:run',
  'arn:aws:*:*:execution:*',
  'arn:aws:s3:*:*:execution:?',
];
const VALUES: Record<string, readonly string[]> = {
  'aws:PrincipalArn': ARNS,
  'aws:ResourceAccount': [HERE, THERE],
  'aws:ResourceOrgID': ['o-acme123456'],
  'aws:SourceArn': SOURCE_PATTERNS,
  'aws:PrincipalOrgID': ['o-acme123456', 'o-*', 'o-other12345'],
  'aws:PrincipalAccount': [HERE, THERE, '1*'],
  'aws:SourceAccount': [HERE, '????????????'],
  'aws:ResourceTag/Team': ['payments', 'Payments', 'p*s', ''],
  'aws:resourcetag/team': ['payments', '*'],
  'aws:RequestTag/team': ['payments'],
  's3:prefix': ['runs/*', ''],
  'kms:SigningAlgorithm': ['ECDSA_SHA_256'],
  'kms:MessageType': ['RAW'],
};
/** What a request carries, anything of it absent. */
export const CONTEXT = fc.record(
  {
    'aws:PrincipalArn': fc.constantFrom(ALICE, `arn:aws:iam::${HERE}:role/keysweep-central`),
    'aws:PrincipalOrgID': fc.constantFrom('o-acme123456', 'o-other12345'),
    'aws:PrincipalAccount': fc.constantFrom(HERE, THERE),
    'aws:SourceAccount': fc.constant(HERE),
    'aws:ResourceTag/team': fc.constantFrom('payments', 'Payments', 'platform'),
    'aws:ResourceAccount': fc.constantFrom(HERE, THERE),
    'aws:ResourceOrgID': fc.constantFrom('o-acme123456', 'o-other12345'),
    'aws:SourceArn': fc.constantFrom(...SOURCES),
    'aws:SecureTransport': fc.constantFrom('true', 'false'),
    'aws:MultiFactorAuthPresent': fc.constantFrom('true', 'false'),
    'aws:PrincipalIsAWSService': fc.constantFrom('true', 'false'),
    'aws:ViaAWSService': fc.constant('false'),
    'aws:PrincipalOrgPaths': fc.constant([`o-acme123456/r-ab12/ou-ab12-11111111/`]),
    'aws:TagKeys': fc.subarray(['keysweep-exempt', 'team'], { minLength: 1 }),
    'aws:RequestTag/team': fc.constantFrom('payments', 'platform'),
    's3:if-match': fc.constant('"abc"'),
    's3:if-none-match': fc.constant('*'),
    's3:ObjectCreationOperation': fc.constantFrom('true', 'false'),
    's3:prefix': fc.constantFrom('runs/', ''),
    'kms:SigningAlgorithm': fc.constantFrom('ECDSA_SHA_256', 'ECDSA_SHA_384'),
    'kms:MessageType': fc.constantFrom('RAW', 'DIGEST'),
  },
  { requiredKeys: [] },
);

/** One or two of the values; a value that stands there often comes often. */
export const some = <T>(values: readonly T[]) => fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });
const IF_EXISTS = fc.constantFrom('', '', 'IfExists');
const TEXTS = fc
  .tuple(
    fc
      .tuple(
        fc.constantFrom(
          'StringEquals',
          'StringLike',
          'StringNotEquals',
          'StringNotLike',
          'StringEqualsIgnoreCase',
          'StringNotEqualsIgnoreCase',
        ),
        IF_EXISTS,
      )
      .map((parts) => parts.join('')),
    fc.constantFrom(...Object.keys(VALUES)),
  )
  .chain(([operator, key]) => some(VALUES[key]!).map((values) => ({ [operator]: { [key]: values } })));
const ARN_TESTS = fc
  .tuple(
    fc.constantFrom('ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'),
    IF_EXISTS,
    fc.oneof(
      some(ARNS).map((values) => ({ 'aws:PrincipalArn': values })),
      some(SOURCE_PATTERNS).map((values) => ({ 'aws:SourceArn': values })),
    ),
  )
  .map(([operator, ifExists, block]) => ({ [operator + ifExists]: block }));
const WORDS = fc.constantFrom('true', 'false');
const NULLS = fc
  .tuple(fc.constantFrom(...Object.keys(VALUES), 's3:if-none-match', 's3:if-match', 'aws:TagKeys'), WORDS)
  .map(([key, value]) => ({ Null: { [key]: value } }));
const BOOLS = fc
  .tuple(
    fc.constantFrom('Bool', 'BoolIfExists'),
    fc.constantFrom(
      'aws:SecureTransport',
      'aws:MultiFactorAuthPresent',
      'aws:PrincipalIsAWSService',
      'aws:ViaAWSService',
      's3:ObjectCreationOperation',
    ),
    WORDS,
  )
  .map(([operator, key, value]) => ({ [operator]: { [key]: value } }));
const ANY_OF = fc
  .tuple(
    fc.constantFrom('ForAnyValue:StringLike', 'ForAnyValue:StringEquals', 'ForAnyValue:StringEqualsIgnoreCase'),
    fc.oneof(
      some(['keysweep-*', 'Team', 'team', 'other']).map((keys) => ({ 'aws:TagKeys': keys })),
      some(['o-acme123456/*', 'o-acme123456/r-ab12/', '*/ou-ab12-11111111/']).map((paths) => ({
        'aws:PrincipalOrgPaths': paths,
      })),
    ),
  )
  .map(([operator, block]) => ({ [operator]: block }));
/** Conditions of every operator and key that is supported. */
export const CONDITION = fc
  .array(fc.oneof(TEXTS, ARN_TESTS, NULLS, BOOLS, ANY_OF), { minLength: 1, maxLength: 2 })
  .map((blocks): NonNullable<PolicyStatement['Condition']> => Object.assign({}, ...blocks));
