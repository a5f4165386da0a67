import * as z from 'zod';

// What the engine runs, and nothing else: strict objects refuse every other field by its name.

const expression = z.string().regex(/^\{%[\s\S]*%\}$/, 'must be a number or a JSONata expression');
const template = z.unknown();
// https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
const assign = z.record(z.string().regex(/^[A-Za-z_]\w{0,79}$/, 'is not the name of a variable'), template);
const stateName = z.string().min(1).max(80);

// https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html
const everyState = { Comment: z.string().optional(), QueryLanguage: z.literal('JSONata').optional() };
const processing = { Output: template.optional(), Assign: assign.optional() };
const transition = { Next: stateName.optional(), End: z.literal(true).optional() };

// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
const retrier = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: z.array(z.string()).min(1),
  IntervalSeconds: z.int().min(1).max(99_999_999).default(1),
  MaxAttempts: z.int().min(0).max(99_999_999).default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: z.int().min(1).max(31_622_400).optional(),
  JitterStrategy: z.enum(['NONE', 'FULL']).default('NONE'),
});
const catcher = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: z.array(z.string()).min(1),
  Next: stateName,
  ...processing,
});
const errorHandling = { Retry: z.array(retrier).default([]), Catch: z.array(catcher).default([]) };

// https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
const task = z.strictObject({
  Type: z.literal('Task'),
  ...everyState,
  ...processing,
  ...transition,
  ...errorHandling,
  Resource: z.literal('arn:aws:states:::lambda:invoke'),
  Arguments: z.strictObject({ FunctionName: z.string(), Payload: template.optional() }),
  TimeoutSeconds: z.union([z.int().min(1).max(99_999_999), expression]).optional(),
});

// https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
const choice = z.strictObject({
  Type: z.literal('Choice'),
  ...everyState,
  ...processing,
  Choices: z
    .array(
      z.strictObject({
        Comment: z.string().optional(),
        Condition: z.union([z.boolean(), expression]),
        Next: stateName,
        ...processing,
      }),
    )
    .min(1),
  Default: stateName.optional(),
});

// https://docs.aws.amazon.com/step-functions/latest/dg/state-pass.html and siblings
const pass = z.strictObject({ Type: z.literal('Pass'), ...everyState, ...processing, ...transition });
const succeed = z.strictObject({ Type: z.literal('Succeed'), ...everyState, Output: template.optional() });
const fail = z.strictObject({
  Type: z.literal('Fail'),
  ...everyState,
  Error: z.string().optional(),
  Cause: z.string().optional(),
});

const childState = z.discriminatedUnion('Type', [task, choice, pass, succeed, fail]);

// https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
const map = z.strictObject({
  Type: z.literal('Map'),
  ...everyState,
  ...processing,
  ...transition,
  ...errorHandling,
  Label: z
    .string()
    .regex(/^[\w.-]{1,40}$/, 'must be 1 to 40 letters, digits or _.-')
    .optional(),
  // https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
  ItemReader: z.strictObject({
    Resource: z.literal('arn:aws:states:::s3:getObject'),
    ReaderConfig: z.strictObject({ InputType: z.literal('JSON') }),
    Arguments: z.strictObject({ Bucket: z.string(), Key: z.string() }),
  }),
  ItemSelector: template.optional(),
  // https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
  ItemBatcher: z
    .strictObject({ MaxItemsPerBatch: z.union([z.int().min(1), expression]), BatchInput: template.optional() })
    .optional(),
  MaxConcurrency: z.union([z.int().min(0), expression]).default(0),
  ToleratedFailurePercentage: z.union([z.number().min(0).max(100), expression]).default(0),
  ItemProcessor: z.strictObject({
    ProcessorConfig: z.strictObject({ Mode: z.literal('DISTRIBUTED'), ExecutionType: z.literal('STANDARD') }),
    StartAt: stateName,
    States: z.record(stateName, childState),
  }),
});

/** The shape of a definition; what the shape cannot say is checked where it is read. */
export const definitionSchema = z.strictObject({
  Comment: z.string().optional(),
  Version: z.literal('1.0').optional(),
  QueryLanguage: z.literal('JSONata'),
  TimeoutSeconds: z.int().min(1).max(99_999_999).optional(),
  StartAt: stateName,
  States: z.record(stateName, z.discriminatedUnion('Type', [task, map, choice, pass, succeed, fail])),
});

/** A state machine in the Amazon States Language, as far as the engine knows it: JSONata, and few states. */
export type StateMachineDefinition = z.output<typeof definitionSchema>;
/** A state. */
export type State = StateMachineDefinition['States'][string];
/** States and where they begin: of a machine, or of what a Map does with each batch. */
export interface Workflow {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}
/** A state that calls a function. */
export type TaskState = z.output<typeof task>;
/** A distributed Map. */
export type MapState = z.output<typeof map>;
/** A state that decides where to go on. */
export type ChoiceState = z.output<typeof choice>;
/** What is tried again, and how often. */
export type Retrier = z.output<typeof retrier>;
/** Where an error leads. */
export type Catcher = z.output<typeof catcher>;
