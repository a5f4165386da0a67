import * as v from 'valibot';
import { instant, text } from './shape.ts';
import { rulesSchema } from './order.ts';
import { summarisedKeySchema, summarySchema } from './summary.ts';

/** What may happen to a key, in no order: a story has its steps in the order of time. */
export const STORY_STEPS = [
  'made',
  'last-used',
  'run-due',
  'approved',
  'weighed',
  'held',
  'planned',
  'attempted',
  'ended',
  'audited',
  'looked-at',
  'inactive-since',
  'deletable-from',
  'next-run',
] as const;

/** The shape of what `keysweep explain` prints as JSON of one key. */
export const keyStorySchema = v.object({
  schema: v.literal('keysweep/cli-explain/1'),
  /** The newest summary, which says how the account is now. */
  summary: v.object({ id: text, at: instant }),
  key: summarisedKeySchema,
  /** The account as that summary has it; null where it is in it no more. */
  account: v.nullable(summarySchema.entries.accounts.item),
  /** The rules of the run that judged it; null where none has, or they could not be read. */
  rules: v.nullable(rulesSchema),
  /** In the order of time, those whose time is not known first. */
  steps: v.array(
    v.object({
      at: v.nullable(instant),
      step: v.picklist(STORY_STEPS),
      /** In words; names and reasons in it are untrusted text. */
      text: v.string(),
      /** The record that says so; null where it is the summary. */
      record: v.nullable(text),
    }),
  ),
  /** Records that are there and could not be read, or that nobody knows of whether they are. */
  unread: v.array(v.object({ record: text, why: v.string() })),
});

/** All that the records tell of one key. */
export type KeyStory = v.InferOutput<typeof keyStorySchema>;
