import { summarise, type SummarisedKey, type SummariseInput, type Summary } from '@keysweep/core';
import { endings } from './keys.ts';
import { eventfulOrganization } from './organization.ts';
import { AT, ORGANIZATION, RUN, sweptAccount } from './swept-account.ts';

/** A summary with every state, ending and severity in it, by way of core, so that it always adds up. */
export function summaryOf(overrides: Partial<SummariseInput> = {}): Summary {
  return summarise({ ...inputOf(), ...overrides });
}

/** A summary of a Monday when all is well. */
export function calmSummary(): Summary {
  const accounts = ['Payments', 'Search', 'Sandbox'].map((name, index) =>
    sweptAccount(name, 300 + index, '/Workloads', { keys: endings({ deleted: 3, kept: 0, exempt: 1 }, 300 + index) }),
  );
  return summaryOf({
    accounts,
    runs: [{ policy: 'weekly', runId: RUN, state: 'finished', reasons: [], revocationsPlanned: 9 }],
  });
}

/** A summary in which a text stands wherever a stranger may have written one. */
export function summaryNaming(text: string): Summary {
  const summary = summaryOf();
  return {
    ...summary,
    runs: summary.runs.map((run) => ({ ...run, reasons: [text] })),
    attention: summary.attention.map((finding) => ({ ...finding, message: text })),
    organizationalUnits: summary.organizationalUnits.map((unit) => ({ ...unit, path: text })),
    accounts: summary.accounts.map((account) => ({
      ...account,
      name: text,
      why: text,
      organizationalUnitPath: text,
      assignedBy: text,
    })),
    exemptions: summary.exemptions.map((exemption) => ({
      ...exemption,
      userName: text,
      reason: text,
      owner: text,
      until: text,
    })),
    keyRecords: summary.keyRecords.map((key) => keyNaming(key, text)),
  };
}

function keyNaming(key: SummarisedKey, text: string): SummarisedKey {
  return { ...key, userName: text, reason: text, lastUsed: { state: 'used', at: AT, service: text, region: text } };
}

function inputOf(): SummariseInput {
  return {
    at: AT,
    organizationId: ORGANIZATION,
    configHash: 'sha256:4f2d9a61c07be35a8814d6f0e9b3a2d75c6188e04b7f93aa1e5d20c4b98f7713',
    runs: [
      { policy: 'careful', runId: RUN, state: 'finished', reasons: [], revocationsPlanned: 5 },
      {
        policy: 'research',
        runId: '20261113T220000Z',
        state: 'held',
        reasons: ['412 revocations planned, at most 300 allowed'],
        revocationsPlanned: 412,
      },
      { policy: 'weekly', runId: RUN, state: 'finished', reasons: [], revocationsPlanned: 31 },
    ],
    instancesUnread: null,
    auditId: null,
    policies: [],
    accounts: eventfulOrganization(),
  };
}
