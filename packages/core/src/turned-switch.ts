import * as v from 'valibot';
import { instant, policyName } from './shape.ts';

const enabled = v.object({ state: v.literal('enabled') });
const paused = v.object({ state: v.literal('paused'), reason: v.string(), by: v.string() });

/** The shape of what `keysweep pause` and `keysweep unpause` print as JSON. */
export const turnedSwitchSchema = v.object({
  schema: v.literal('keysweep/cli-switch/1'),
  /** `unknown`: it said neither, or could not be read. */
  before: v.variant('state', [enabled, paused, v.object({ state: v.literal('unknown'), why: v.string() })]),
  now: v.variant('state', [enabled, paused]),
  /** False where it stood there before. */
  changed: v.boolean(),
  /** When each policy is due next, by the configuration that was given; null where its schedule is never due again. */
  policies: v.array(v.object({ policy: policyName, nextDue: v.nullable(instant) })),
});

/** Where the switch stood and stands. */
export type TurnedSwitch = v.InferOutput<typeof turnedSwitchSchema>;
