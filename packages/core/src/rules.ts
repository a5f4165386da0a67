/** Every reason a key may be decided for, with the sentence that a reader sees. The decision a rule leads to comes first. */
export const RULES = {
  'exempt-tag': 'exempt: the user carries the tag keysweep-exempt',
  'exempt-until': 'exempt: the user’s keysweep-exempt-until has not passed',
  'exempt-until-invalid': 'exempt: the user’s keysweep-exempt-until is not a date, so it never lapses; correct it',
  'exempt-group': 'exempt: the user is in an exempt group',
  'exempt-user': 'exempt: the configuration names the user',
  'tags-unread': 'unknown: the user’s groups and tags could not be read, so an exemption may exist',
  'identity-disputed': 'unknown: two reads disagree about who this user is',
  'membership-disputed':
    'unknown: two reads disagree about whether the user is in a configured group, or one of them failed',
  'exempt-group-unread': 'unknown: an exempt group could not be read or does not exist, so the user may be in it',
  'status-unrecognised': 'unknown: IAM gave the key a status that keysweep does not know',
  'age-unknown': 'unknown: IAM gave no creation date for the key',
  'ledger-unread': 'unknown: the record of when the key was deactivated could not be read',
  'console-access-unread': 'unknown: whether the user can sign in with a password could not be read',
  'created-after-run': 'kept: the key is younger than this run; the next one looks at it',
  'younger-than-minimum-age': 'kept: the key is younger than the policy’s minimum age',
  'observe-only': 'kept: the policy only observes',
  'already-inactive': 'kept: the key is inactive, and the policy deletes nothing',
  'awaiting-deletion': 'kept: the key is inactive, and its days before deletion are not over',
  'no-console-access': 'kept: the user has no password to sign in with and would be locked out',
  'policy-deactivates': 'deactivate: the policy deactivates keys of this group',
  'deactivate-before-delete': 'deactivate: the policy deletes it after its days of being inactive',
  'policy-deletes': 'delete: the policy deletes keys of this group',
  'inactive-long-enough': 'delete: the key has been inactive for the policy’s days',
} as const;

/** The name of a rule. */
export type Rule = keyof typeof RULES;
