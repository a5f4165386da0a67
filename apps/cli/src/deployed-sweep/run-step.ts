import {
  accountListSchema,
  evidenceKeys,
  gateSchema,
  LAST_PASS,
  readStored,
  type EvidenceStore,
  type Gate,
  type RunName,
} from '@keysweep/core';

/** How far a run is, by its records. */
export interface RunStep {
  readonly stage: 'planning' | 'applying and auditing';
  readonly done: number;
  readonly accounts: number;
  /** The gate of its last pass; null where none was weighed yet. */
  readonly gate: { readonly pass: number; readonly verdict: Gate } | null;
}

/** Reads how far a run is; null where it has no accounts yet, or nobody can tell just now. */
export async function readStep(run: RunName, evidence: EvidenceStore): Promise<RunStep | null> {
  const list = { schema: accountListSchema, subject: {} };
  const accounts = await readStored(evidence, evidenceKeys.accounts(run, 1), list);
  if (accounts.state !== 'known') return null;
  const gate = await readGate(run, evidence);
  const isOpen = gate?.verdict.verdict === 'open';
  const { items, end } = await evidence.list(evidenceKeys.records(run, isOpen ? 'reports' : 'plans'));
  if (end.state === 'unknown') return null;
  return {
    stage: isOpen ? 'applying and auditing' : 'planning',
    done: items.length,
    accounts: accounts.value.length,
    gate,
  };
}

async function readGate(run: RunName, evidence: EvidenceStore): Promise<RunStep['gate']> {
  for (let pass = LAST_PASS; pass >= 1; pass -= 1) {
    const { policy, runId } = run;
    const stored = await readStored(evidence, evidenceKeys.gate(run, pass), {
      schema: gateSchema,
      subject: { policy, runId },
    });
    if (stored.state === 'known') return { pass, verdict: stored.value };
    if (stored.state === 'unknown') return null;
  }
  return null;
}
