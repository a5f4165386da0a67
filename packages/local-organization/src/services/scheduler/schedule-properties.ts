import * as z from 'zod';
import { LocalOrganizationError } from '../../error.ts';

// Strict: what AWS has and this has not is refused by its name, never ignored.
// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
const schema = z.strictObject({
  Name: z.string().regex(/^[\w.-]{1,64}$/, 'must be 1 to 64 letters, digits or _.-'),
  GroupName: z.string().default('default'),
  Description: z.string().max(512).optional(),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  FlexibleTimeWindow: z.strictObject({ Mode: z.literal('OFF', 'only OFF is modelled') }),
  Target: z.strictObject({
    Arn: z.string().regex(/^arn:aws:(states:[^:]+:\d{12}:stateMachine:|lambda:[^:]+:\d{12}:function:)[\w-]+$/, {
      message: 'only state machines and functions are modelled as targets',
    }),
    RoleArn: z.string(),
    Input: z.string('only targets with an Input are modelled'),
    RetryPolicy: z
      .strictObject({
        MaximumRetryAttempts: z.int().min(0).max(185).default(185),
        MaximumEventAgeInSeconds: z.int().min(60).max(86_400).default(86_400),
      })
      .prefault({}),
    DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
  }),
});

/** A schedule under the names of AWS's own API, which are CloudFormation's too. */
export type ScheduleProperties = z.input<typeof schema>;
/** A schedule whose shape was checked. */
export type CheckedScheduleProperties = z.output<typeof schema>;

/** Checks the shape of a schedule; `schedule-unsupported` names every place that is not as it can be here. */
export function checkScheduleProperties(properties: unknown): CheckedScheduleProperties {
  const parsed = schema.safeParse(properties);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => ({
    path: path.map(String).join('.'),
    problem: message,
  }));
  const list = problems.map(({ path, problem }) => `${path}: ${problem}`).join('; ');
  throw new LocalOrganizationError('schedule-unsupported', `This schedule is not modelled: ${list}`, problems);
}
