import { conclude } from '../conclude.ts';
import { doorway } from './doorway.ts';
import { summarisePayload } from './payload.ts';

/** Ends a run, if there was one, publishes the summary of the organization, and tells it. */
export const summarise = doorway({
  name: 'summarise',
  payload: summarisePayload,
  work: async ({ run, at, audited }, { centre, hashed, outlets }) => {
    const input = { hashed, centre, outlets, audited };
    const { ended, summary, published, telling } = await conclude(run, new Date(at), input);
    const { verdict, coverage } = summary;
    const answer = { summary: published.summary, verdict, coverage };
    return { answer, log: { ...run, ended: ended?.state ?? null, ...answer, telling } };
  },
});
