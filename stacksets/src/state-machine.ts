import type { CentralFunction } from './names.ts';

/** What the definition names: ARNs, or placeholders that CloudFormation completes. */
export interface SweepDefinitionProps {
  readonly partition: string;
  readonly functionArns: Readonly<Record<CentralFunction, string>>;
}

/** A state machine as Amazon States Language has it. https://states-language.net/spec.html */
export interface StateMachineDefinition {
  readonly Comment: string;
  readonly QueryLanguage: 'JSONata';
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, State>>;
}

/** One state: plain JSON. */
export type State = { readonly Type: string } & Readonly<Record<string, unknown>>;

/** The most that Lambda gives. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const FUNCTION_TIMEOUT_SECONDS = 900;

/** Past the function's own end, so that it is Lambda that says how an invocation ended. */
const TASK_TIMEOUT_SECONDS = FUNCTION_TIMEOUT_SECONDS + 30;

/** Eight hours after it was due, a run counts as settled, whatever it came to. */
const EXECUTION_TIMEOUT_SECONDS = 8 * 60 * 60;

/** What children give back: results are in the bucket. An expression, for some readers of the language take no bare null. */
const NOTHING = '{% null %}';

/** The second pass is the last. */
const LAST_PASS = 2;

/** Whether the input asks for a sweep. */
const SWEEPS = '($states.input.apply = true and $type($states.input.policy) = "string")';

/** Longer causes are cut: the whole one stands in the history of the execution. */
const CAUSE_LENGTH = 4000;

/**
 * The state machine of a sweep. It only joins: what is decided, is decided in the handlers, and what they found lies in the
 * evidence bucket. The states are in the order of a run; whatever fails before it, Summarise comes.
 *
 * Input: `{ policy, apply, scheduledTime? }`. Only `apply: true` with a policy sweeps; anything else looks at every account
 * and asks no agent.
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
        execution: '{% $states.context.Execution.Id %}',
      }),
      Assign: assignResult(['run', 'accounts', 'batchSize', 'maxConcurrency', 'bucket', 'accountsKey']),
      Catch: [{ ErrorEquals: ['RunDuplicate'], Next: 'Duplicate' }, summariseAnyway()],
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

/**
 * A child execution for each batch of accounts. What becomes of an account is data, in the bucket: a batch that fails all
 * the same is caught in its child, and its accounts are left over. Variables do not reach into the children.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
function forAllAccounts(
  props: SweepDefinitionProps,
  label: 'Plan' | 'Sweep' | 'Audit',
  batchInput: Readonly<Record<string, unknown>>,
): State {
  // A state's name is its own in the whole machine.
  const [batch, failed] = [`${label}Batch`, `${label}BatchFailed`];
  return {
    Type: 'Map',
    Label: label,
    ItemReader: {
      Resource: `arn:${props.partition}:states:::s3:getObject`,
      ReaderConfig: { InputType: 'JSON' },
      Arguments: { Bucket: '{% $bucket %}', Key: '{% $accountsKey %}' },
    },
    ItemBatcher: { MaxItemsPerBatch: '{% $batchSize %}', BatchInput: batchInput },
    MaxConcurrency: '{% $maxConcurrency %}',
    ToleratedFailurePercentage: 100,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: batch,
      States: {
        [batch]: {
          ...invoke(props, 'sweep', '{% $merge([$states.input.BatchInput, {"accounts": $states.input.Items}]) %}'),
          Output: NOTHING,
          Catch: [{ ErrorEquals: ['States.ALL'], Next: failed }],
          End: true,
        },
        [failed]: { Type: 'Pass', Output: NOTHING, End: true },
      },
    },
    Output: NOTHING,
    Catch: [summariseAnyway()],
  };
}

function invoke({ partition, functionArns }: SweepDefinitionProps, name: CentralFunction, payload: unknown): State {
  return {
    Type: 'Task',
    Resource: `arn:${partition}:states:::lambda:invoke`,
    Arguments: { FunctionName: functionArns[name], Payload: payload },
    TimeoutSeconds: TASK_TIMEOUT_SECONDS,
    Retry: RETRY,
  };
}

/** Lambda could not start the function, or lost it. To run a handler again does no harm. https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html */
const RETRY = [
  {
    ErrorEquals: ['Lambda.TooManyRequestsException', 'Lambda.ServiceException', 'Lambda.SdkClientException'],
    IntervalSeconds: 2,
    BackoffRate: 2,
    MaxAttempts: 6,
    MaxDelaySeconds: 60,
    JitterStrategy: 'FULL',
  },
];

function assignResult(same: readonly string[], renamed: Readonly<Record<string, string>> = {}): Record<string, string> {
  const names = [...same.map((name) => [name, name] as const), ...Object.entries(renamed)];
  return Object.fromEntries(names.map(([variable, field]) => [variable, `{% $states.result.Payload.${field} %}`]));
}

/** Remembers what failed first, for the execution to end with. */
function summariseAnyway() {
  return {
    ErrorEquals: ['States.ALL'],
    Assign: {
      failure: {
        error: '{% $states.errorOutput.Error %}',
        cause: `{% $exists($states.errorOutput.Cause) ? $substring($states.errorOutput.Cause, 0, ${CAUSE_LENGTH}) : "none was given" %}`,
      },
    },
    Next: 'Summarise',
  };
}
