/** Every way keysweep refuses, by stable code. The text says what the code means; the docs and the CLI print it. */
export const ERROR_CODES = {
  'config-invalid': 'keysweep.yaml, or another configuration input, has problems',
  'schedule-invalid': 'a schedule is not an expression AWS would accept',
  'organization-unreadable': 'the organization could not be read completely',
  'organization-invalid': 'an organization snapshot contradicts itself',
  'evidence-unreadable': 'a stored record could not be read',
  'evidence-malformed': 'a stored record is not what its schema says, or is of another account or run',
  'evidence-unwritable': 'a record could not be stored, so nothing that needs it was done',
  'caller-unknown': 'AWS did not say whose credentials these are',
  'not-deployed': 'what a command works with is not deployed where it was looked for',
  'switch-unturned': 'the switch is not where somebody wanted it',
  interrupted: 'somebody stopped keysweep before it was done',
  'run-duplicate': 'another execution of the same run is still at work',
  'run-invalid': 'a run was asked for that the configuration does not have',
  'approval-refused': 'a run that was to be approved is not held, or is not what it was any more',
  'payload-invalid': 'a function of the centre was invoked with something else than its state machine sends',
  'plan-stale': 'a plan was too old to be applied by the time somebody said yes',
  'key-gone': 'an access key is not there any more, and cannot be given back',
  'key-not-restored': 'an access key could not be made active, or is not seen to be',
  'run-failed': 'the execution of a run failed, or was ended from outside',
  'run-incomplete': 'a run ended with keys that are not settled; the same run, started again, goes on',
  'order-refused': 'an order was refused by the agent',
  'answer-refused': 'an answer of an agent was refused by the centre',
  'environment-invalid': 'a setting of the running program is missing or malformed',
  'description-invalid': 'the description of a local organization has problems',
  'deployment-refused': 'a deployment was not begun: it is not what is meant, or something is in its way',
  'deployment-failed':
    'a deployment went wrong in AWS; what it had done by then stays, or was rolled back by CloudFormation',
  'output-unwritable': 'there is no room for what a command was to print or to write',
  usage: 'the command line asks for something that does not exist',
  internal: 'keysweep broke one of its own rules',
} as const;

/** A stable error code: what scripts and documentation may rely on. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** What may be said beside the message: what to do about it, and what went wrong underneath. */
export interface ErrorContext {
  readonly hint?: string;
  readonly cause?: unknown;
}

/**
 * The one error class of keysweep. Thrown only where going on would be wrong; an expected failure (a denied read, a
 * throttled call) is data (`Reading`, `Outcome`), never a throw.
 */
export class KeysweepError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, context: ErrorContext = {}) {
    super(message, context.cause === undefined ? undefined : { cause: context.cause });
    this.name = 'KeysweepError';
    this.code = code;
    this.hint = context.hint;
  }
}
