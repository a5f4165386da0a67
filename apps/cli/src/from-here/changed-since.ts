import { evidenceKeys, readStored, runTermsSchema, type EvidenceStore, type RunName } from '@keysweep/core';

/** Says of a run that is gone on with that the configuration is not what it began with any more; null where it is. */
export async function changedSince(run: RunName, evidence: EvidenceStore, configHash: string): Promise<string | null> {
  const terms = await readStored(evidence, evidenceKeys.terms(run), { schema: runTermsSchema, subject: run });
  if (terms.state !== 'known' || terms.value.configHash === configHash) return null;
  return (
    `the configuration, or a place that it names, has changed since the run ${run.runId} began: it goes on by what it began ` +
    'with. For what stands there now, begin a new run'
  );
}
