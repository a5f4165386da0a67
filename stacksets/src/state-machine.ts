import {
  assignResult,
  forAllAccounts,
  invoke,
  summariseAnyway,
  type State,
  type SweepDefinitionProps,
} from './sweep-states.ts';

/** A state machine as Amazon States Language has it. https://states-language.net/spec.html */
export interface StateMachineDefinition {
  readonly Comment: string;
  readonly QueryLanguage: 'JSONata';
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, State>>;
}

/** Eight hours after it was due, a run counts as settled, whatever it came to. */
const EXECUTION_TIMEOUT_SECONDS = 8 * 60 * 60;

/** The second pass is the last. */
const LAST_PASS = 2;

/**
 * What the input says of a held run. Only where it says nothing is there none: a null of it is nothing that a person meant,
 * and must not become a sweep of the whole policy.
 */
const APPROVAL =
  '{% $exists($states.input.approve) ? ($states.input.approve = null ? {} : $states.input.approve) : null %}';

/** Whether the input asks for a sweep. */
const SWEEPS = '($states.input.apply = true and $type($states.input.policy) = "string")';

/**
 * The state machine of a sweep. It only joins: what is decided, is decided in the handlers, and what they found lies in the
 * evidence bucket. The states are in the order of a run; whatever fails before it, Summarise comes.
 *
 * Input: `{ policy, apply, scheduledTime?, approve? }`. Only `apply: true` with a policy sweeps; anything else looks at every
 * account and asks no agent. `approve` lets a held run of the policy go on: `{ runId, by, reason }`.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export function sweepDefinition(props: SweepDefinitionProps): StateMachineDefinition {
  return {
    Comment: 'keysweep: one sweep of one policy, or an audit of the organization',
    QueryLanguage: 'JSONata',
    StartAt: 'Begin',
    TimeoutSeconds: EXECUTION_TIMEOUT_SECONDS,
    States: { ...opening(props), ...auditing(props), ...passing(props), ...closing(props) },
  };
}

/** What is to be done, and the accounts to do it in. */
function opening(props: SweepDefinitionProps): Record<string, State> {
  return {
    Begin: {
      Type: 'Pass',
      Assign: {
        scheduledTime:
          '{% $exists($states.input.scheduledTime) ? $states.input.scheduledTime : $states.context.Execution.StartTime %}',
        run: null,
        pass: 1,
        audited: `{% $not(${SWEEPS}) %}`,
        failure: null,
      },
      Next: 'SweepOrAudit',
    },
    SweepOrAudit: {
      Type: 'Choice',
      Choices: [{ Condition: `{% ${SWEEPS} %}`, Next: 'Inventory' }],
      Default: 'BeginAudit',
    },
    Inventory: {
      ...invoke(props, 'inventory', {
        policy: '{% $states.input.policy %}',
        scheduledTime: '{% $scheduledTime %}',
        approval: APPROVAL,
        execution: '{% $states.context.Execution.Id %}',
      }),
      Assign: assignResult(['run', 'accounts', 'batchSize', 'maxConcurrency', 'bucket', 'accountsKey']),
      Catch: [
        { ErrorEquals: ['RunDuplicate'], Next: 'Duplicate' },
        { ...summariseAnyway(), ErrorEquals: ['ApprovalRefused'], Next: 'Failed' },
        summariseAnyway(),
      ],
      Next: 'AnyAccounts',
    },
    Duplicate: { Type: 'Succeed' },
    AnyAccounts: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $accounts > 0 %}', Next: 'PlanAccounts' }],
      Default: 'Gate',
    },
  };
}

/** A look at every account that some policy sweeps, by the record of its last run. */
function auditing(props: SweepDefinitionProps): Record<string, State> {
  return {
    BeginAudit: {
      ...invoke(props, 'inventory', {
        policy: null,
        scheduledTime: '{% $scheduledTime %}',
        execution: '{% $states.context.Execution.Id %}',
      }),
      Assign: assignResult(['auditId', 'accounts', 'batchSize', 'maxConcurrency', 'bucket', 'accountsKey']),
      Catch: [summariseAnyway()],
      Next: 'AnyToAudit',
    },
    AnyToAudit: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $accounts > 0 %}', Next: 'AuditAccounts' }],
      Default: 'Summarise',
    },
    AuditAccounts: {
      ...forAllAccounts(props, 'Audit', { stage: 'audit', auditId: '{% $auditId %}' }),
      Next: 'Summarise',
    },
  };
}

/** Plan, weigh, sweep; and once more for the accounts that are left. */
function passing(props: SweepDefinitionProps): Record<string, State> {
  const run = { run: '{% $run %}', pass: '{% $pass %}' };
  return {
    PlanAccounts: { ...forAllAccounts(props, 'Plan', { stage: 'plan', ...run }), Next: 'Gate' },
    Gate: {
      ...invoke(props, 'gate', { stage: 'weigh', ...run }),
      Output: { verdict: '{% $states.result.Payload.verdict %}' },
      Catch: [summariseAnyway()],
      Next: 'OpenOrHeld',
    },
    OpenOrHeld: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input.verdict = "open" and $accounts > 0 %}', Next: 'SweepAccounts' }],
      Default: 'Summarise',
    },
    SweepAccounts: {
      ...forAllAccounts(props, 'Sweep', { stage: 'sweep', ...run, last: `{% $pass = ${LAST_PASS} %}` }),
      Next: 'Leftovers',
    },
    Leftovers: {
      ...invoke(props, 'gate', { stage: 'leftovers', ...run }),
      Assign: assignResult(['accountsKey'], { accounts: 'left' }),
      Catch: [summariseAnyway()],
      Next: 'AnotherPass',
    },
    AnotherPass: {
      Type: 'Choice',
      Choices: [
        {
          Condition: `{% $accounts > 0 and $pass < ${LAST_PASS} %}`,
          Assign: { pass: '{% $pass + 1 %}' },
          Next: 'PlanAccounts',
        },
      ],
      Default: 'Summarise',
    },
  };
}

/** The summary, always; and a failed execution where something failed before it. */
function closing(props: SweepDefinitionProps): Record<string, State> {
  return {
    Summarise: {
      ...invoke(props, 'summarise', {
        run: '{% $run %}',
        at: '{% $scheduledTime %}',
        audited: '{% $audited %}',
      }),
      Output: '{% $states.result.Payload %}',
      Next: 'AnyFailure',
    },
    AnyFailure: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $failure != null %}', Next: 'Failed' }],
      Default: 'Done',
    },
    Failed: { Type: 'Fail', Error: '{% $failure.error %}', Cause: '{% $failure.cause %}' },
    Done: { Type: 'Succeed' },
  };
}
