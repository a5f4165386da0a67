/** What a piece of text must look like: the pattern, and the words for a text that does not match it. */
export interface TextFormat {
  readonly pattern: RegExp;
  readonly problem: string;
  readonly hint: string;
}

/**
 * Every text pattern of the configuration. IAM names: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * (a comma is a legal character of a name, so names are never joined by commas anywhere).
 */
export const TEXT_FORMATS = {
  accountId: {
    pattern: /^[0-9]{12}$/,
    problem: 'is not an AWS account id',
    hint: 'an account id is 12 digits, in quotes: "111122223333"',
  },
  policyName: {
    pattern: /^(?!(none|constructor)$)[a-z][a-z0-9-]{0,20}$/,
    problem: 'cannot be the name of a policy',
    hint: 'a lower-case letter, then up to 20 lower-case letters, digits or hyphens; "none" and "constructor" are taken',
  },
  groupName: {
    pattern: /^[\w+=,.@-]{1,128}$/,
    problem: 'cannot be the name of an IAM group',
    hint: 'up to 128 letters, digits and _ + = , . @ - without spaces; a path such as /team/ is not part of the name',
  },
  userName: {
    pattern: /^[\w+=,.@-]{1,64}$/,
    problem: 'cannot be the name of an IAM user',
    hint: 'up to 64 letters, digits and _ + = , . @ - without spaces; a path such as /team/ is not part of the name',
  },
  region: {
    pattern: /^[a-z]{2,5}(-[a-z]+){1,3}-[0-9]{1,2}$/,
    problem: 'is not an AWS Region',
    hint: 'a Region code such as us-east-1 or eu-west-2',
  },
  keyArn: {
    pattern: /^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key\/[A-Za-z0-9-]+$/,
    problem: 'is not the ARN of a KMS key',
    hint: 'for example arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab; not an alias',
  },
  email: {
    pattern: /^[^\s@<>,;"]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/,
    problem: 'is not an e-mail address',
    hint: 'one address per line of the list, such as security@example.com',
  },
} as const satisfies Record<string, TextFormat>;
