import type { CentralFunction } from './names.ts';

/** What the definition names: ARNs, or placeholders that CloudFormation completes. */
export interface SweepDefinitionProps {
  readonly partition: string;
  readonly functionArns: Readonly<Record<CentralFunction, string>>;
}

/** One state: plain JSON. */
export type State = { readonly Type: string } & Readonly<Record<string, unknown>>;

/** The most that Lambda gives. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const FUNCTION_TIMEOUT_SECONDS = 900;

/** Past the function's own end, so that it is Lambda that says how an invocation ended. */
const TASK_TIMEOUT_SECONDS = FUNCTION_TIMEOUT_SECONDS + 30;

/** What children give back: results are in the bucket. An expression, for some readers of the language take no bare null. */
const NOTHING = '{% null %}';

/** Longer causes are cut: the whole one stands in the history of the execution. */
const CAUSE_LENGTH = 4000;

/**
 * A child execution for each batch of accounts. What becomes of an account is data, in the bucket: a batch that fails all
 * the same is caught in its child, and its accounts are left over. Variables do not reach into the children.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
export function forAllAccounts(
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
    Retry: READ_AGAIN,
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

/** A task that invokes one of the central functions. */
export function invoke(
  { partition, functionArns }: SweepDefinitionProps,
  name: CentralFunction,
  payload: unknown,
): State {
  return {
    Type: 'Task',
    Resource: `arn:${partition}:states:::lambda:invoke`,
    Arguments: { FunctionName: functionArns[name], Payload: payload },
    TimeoutSeconds: TASK_TIMEOUT_SECONDS,
    Retry: RETRY,
  };
}

/** How what may pass by itself is tried again. */
const LATER = { IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 6, MaxDelaySeconds: 60, JitterStrategy: 'FULL' };

/** Lambda could not start the function, or lost it. To run a handler again does no harm. https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html */
const RETRY = [
  {
    ...LATER,
    ErrorEquals: ['Lambda.TooManyRequestsException', 'Lambda.ServiceException', 'Lambda.SdkClientException'],
  },
];

/** The list of accounts could not be read: no child has begun, and without it no account would be looked at. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
const READ_AGAIN = [{ ...LATER, ErrorEquals: ['States.ItemReaderFailed'] }];

/** Variables from fields of what a function answered: under the same names, and under other ones. */
export function assignResult(
  same: readonly string[],
  renamed: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const names = [...same.map((name) => [name, name] as const), ...Object.entries(renamed)];
  return Object.fromEntries(names.map(([variable, field]) => [variable, `{% $states.result.Payload.${field} %}`]));
}

/** Remembers what failed first, for the execution to end with. */
export function summariseAnyway() {
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
