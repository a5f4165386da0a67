import * as v from 'valibot';
import { accountId, instant } from './shape.ts';

/**
 * The shape of the note that a plan was about to be applied for the first time in its run. Apart from what makes the note: a
 * function that only makes it has no room for what reads shapes.
 */
export const attemptSchema = v.object({ schema: v.literal('keysweep/attempt/1'), accountId, at: instant });
