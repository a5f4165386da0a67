import { conclude } from '../conclude.ts';
import { doorway } from './doorway.ts';
import { summarisePayload } from './payload.ts';

/** Ends a run, if there was one, and publishes the summary of the organization. */
export const summarise = doorway({
  name: 'summarise',
  payload: summarisePayload,
  work: async ({ run, at, audited }, { centre, hashed }) => {
    const { ended, summary, published } = await conclude(run, new Date(at), { hashed, centre, audited });
    const { verdict, coverage } = summary;
    const answer = { summary: published.summary, verdict, coverage };
    return { answer, log: { ...run, ended: ended?.state ?? null, ...answer } };
  },
});
