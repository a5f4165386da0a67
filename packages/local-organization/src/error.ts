/** Every way the local organization itself refuses, by stable code. What AWS would refuse is a `ServiceError` instead. */
export const LOCAL_ORGANIZATION_ERROR_CODES = {
  'description-invalid': 'the description of the organization has problems',
  'account-unknown': 'the organization has no such account',
  'organizational-unit-unknown': 'the organization has no such organizational unit',
  'user-unknown': 'the account has no such user',
  'group-unknown': 'the account has no such group',
  'access-key-unknown': 'the user has no such access key, or none that can sign',
  'role-unknown': 'the account has no such role',
  'role-untrusting': 'the role does not trust the service that is to work with it',
  'function-unknown': 'the account has no such function',
  'bucket-unknown': 'there is no such bucket',
  'topic-unknown': 'there is no such topic',
  'state-machine-unknown': 'the account has no such state machine',
  'stack-unknown': 'the account has no such stack',
  'stack-set-unknown': 'the organization has no such StackSet',
  'stack-refused': 'CloudFormation refuses the operation, before it changes anything',
  'organizational-unit-too-deep': 'organizational units nest at most five deep',
  'management-account-stays': 'the management account cannot leave its organization',
  'already-exists': 'something of that name exists already',
  closed: 'the organization was closed',
  'clock-backwards': 'the clock was asked to go back',
  'wire-unsupported': 'a shape of the wire format that no operation here uses',
  'policy-unsupported': 'a policy, or a question about one, with something the evaluator does not know',
  'schedule-unsupported': 'a schedule with something that is not modelled',
  'state-machine-unsupported': 'a definition of a state machine with something that the engine does not know',
  'runtime-unavailable': 'a function process could not be started',
} as const;

/** A stable error code of the local organization. */
export type LocalOrganizationErrorCode = keyof typeof LOCAL_ORGANIZATION_ERROR_CODES;

/** One problem of a description: where, and what. */
export interface DescriptionProblem {
  /** For example `accounts[3].users[0].groups[1]`; empty for the document itself. */
  readonly path: string;
  readonly problem: string;
}

/** The one error class of this package. `problems` is filled for `description-invalid` and where something is unsupported. */
export class LocalOrganizationError extends Error {
  readonly code: LocalOrganizationErrorCode;
  readonly problems: readonly DescriptionProblem[];

  constructor(code: LocalOrganizationErrorCode, message: string, problems: readonly DescriptionProblem[] = []) {
    super(message);
    this.name = 'LocalOrganizationError';
    this.code = code;
    this.problems = problems;
  }
}
