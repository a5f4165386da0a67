import { findLeftovers } from '../find-leftovers.ts';
import { weighRun } from '../weigh-run.ts';
import { doorway } from './doorway.ts';
import { gatePayload } from './payload.ts';

/** Weighs the plans of a pass, or lists the accounts that a pass has left. */
export const gate = doorway({
  name: 'gate',
  payload: gatePayload,
  work: async ({ stage, run, pass }, { centre }) => {
    const about = { of: stage, ...run, pass };
    if (stage === 'leftovers') {
      const leftovers = await findLeftovers(run, pass, centre);
      return { answer: leftovers, log: { ...about, left: leftovers.left } };
    }
    const { verdict, reasons, totals } = await weighRun(run, pass, centre);
    return { answer: { verdict }, log: { ...about, verdict, reasons, ...totals } };
  },
});
