import {
  compareAccounts,
  digestAccount,
  digestTerms,
  summarise,
  type AccountSummary,
  type Census,
  type DigestedAccount,
  type SummarisedKey,
  type SummariseInput,
  type Summary,
} from '@keysweep/core';
import { renderKeysCsvHead, renderKeysCsvRows } from '../csv.ts';
import { renderHtml } from '../html.tsx';
import { PageKeys } from '../page/page-keys.ts';
import { endings } from './keys.ts';
import { eventfulOrganization, organizationBefore } from './organization.ts';
import { AT, AUDIT, ORGANIZATION, RUN, sweptAccount, type Account } from './swept-account.ts';

/** A summary, and the accounts it was made of with their keys. */
export interface Made {
  readonly summary: Summary;
  readonly accounts: readonly DigestedAccount[];
}

/** What a made-up summary is made of. */
export interface Making extends Partial<SummariseInput> {
  readonly accounts?: readonly Account[];
}

/**
 * A summary with every state, ending and severity in it, by way of core, so that it always adds up. Of accounts that are not
 * given, it is held against the summary of the week before; of others, it is the first.
 */
export function make({ accounts, ...overrides }: Making = {}): Made {
  if (accounts === undefined) return make({ ...eventfulWeek(), ...overrides });
  const input = { ...inputOf(), ...overrides };
  const terms = digestTerms(input);
  const digested = accounts.map((account) => digestAccount(account, terms));
  return {
    summary: summarise(
      input,
      digested.map(({ digest }) => digest),
    ),
    accounts: inOrder(digested),
  };
}

function eventfulWeek(): Making {
  const before = make({ accounts: organizationBefore(), id: '20261113T235500Z-weekly', at: '2026-11-14T00:38:41Z' });
  return { accounts: eventfulOrganization(), comparison: { state: 'compared', summary: before.summary } };
}

function inOrder(digested: readonly DigestedAccount[]): readonly DigestedAccount[] {
  return digested.toSorted((left, right) => compareAccounts(left.digest.account, right.digest.account));
}

/** The same without its accounts. */
export const summaryOf = (making: Making = {}): Summary => make(making).summary;

/** A summary of a Monday when all is well. */
export function makeCalm(): Made {
  const accounts = ['Payments', 'Search', 'Sandbox'].map((name, index) =>
    sweptAccount(name, 300 + index, '/Workloads', { keys: endings({ deleted: 3, kept: 0, exempt: 1 }, 300 + index) }),
  );
  const run = { policy: 'weekly', runId: RUN, reasons: [], revocationsPlanned: 9, approves: null };
  return make({ accounts, runs: [{ ...run, state: 'finished' }] });
}

/** The same without its accounts. */
export const calmSummary = (): Summary => makeCalm().summary;

/** A summary in which a text stands wherever a stranger may have written one. */
export function makeNaming(text: string): Made {
  const { summary, accounts } = make();
  const named = {
    ...summary,
    runs: summary.runs.map((run) => ({
      ...run,
      reasons: [text],
      approves: run.approves === null ? null : { ...run.approves, by: text, reason: text },
    })),
    changes: changesNaming(summary.changes, text),
    attention: summary.attention.map((finding) => ({ ...finding, message: text })),
    organizationalUnits: summary.organizationalUnits.map((unit) => ({ ...unit, path: text })),
    accounts: summary.accounts.map((account) => accountNaming(account, text)),
    exemptions: summary.exemptions.map((exemption) => ({
      ...exemption,
      userName: text,
      reason: text,
      owner: text,
      until: text,
    })),
  };
  return {
    summary: named,
    accounts: accounts.map(({ digest, keys }) => ({
      digest: { ...digest, account: accountNaming(digest.account, text) },
      keys: keys.map((key) => keyNaming(key, text)),
    })),
  };
}

/** The same without its accounts. */
export const summaryNaming = (text: string): Summary => makeNaming(text).summary;

function accountNaming(account: AccountSummary, text: string): AccountSummary {
  const { census } = account;
  const unread = (each: Census['uncounted'][number]) => ({ ...each, failure: { ...each.failure, code: text } });
  return {
    ...account,
    ...{ name: text, why: text, organizationalUnitPath: text, assignedBy: text },
    census: census === null ? null : { ...census, uncounted: census.uncounted.map(unread) },
  };
}

function changesNaming(changes: Summary['changes'], text: string): Summary['changes'] {
  if (changes === null) return null;
  return {
    ...changes,
    departed: changes.departed.map((each) => ({ ...each, name: text })),
    vanishedGroups: changes.vanishedGroups.map((each) => ({ ...each, group: text })),
  };
}

/** A key of the same ending with a text wherever a stranger may have written one. */
export function keyNaming(key: SummarisedKey, text: string): SummarisedKey {
  return { ...key, userName: text, reason: text, lastUsed: { state: 'used', at: AT, service: text, region: text } };
}

/** The keys of a summary in its order. */
export function keysOf({ accounts }: Pick<Made, 'accounts'>): readonly SummarisedKey[] {
  return accounts.flatMap(({ keys }) => keys);
}

/** The keys that the page of a summary has room for. */
export function pageKeysOf({ accounts }: Pick<Made, 'accounts'>): PageKeys {
  const pageKeys = new PageKeys();
  for (const account of accounts) pageKeys.take(account);
  return pageKeys;
}

/** The page of a summary. */
export function pageOf(made: Made): string {
  return renderHtml(made.summary, pageKeysOf(made));
}

/** The whole `keys.csv` of a summary. */
export function keysCsvOf({ accounts }: Pick<Made, 'accounts'>): string {
  const rows = accounts.map(({ digest, keys }) => renderKeysCsvRows(keys, digest.account));
  return [renderKeysCsvHead(), ...rows].join('');
}

function inputOf(): SummariseInput {
  return {
    id: `${RUN}-weekly`,
    at: AT,
    organizationId: ORGANIZATION,
    configHash: 'sha256:4f2d9a61c07be35a8814d6f0e9b3a2d75c6188e04b7f93aa1e5d20c4b98f7713',
    runs: [
      {
        ...{ policy: 'careful', runId: RUN, state: 'finished', reasons: [], revocationsPlanned: 5 },
        approves: { runId: '20261119T235500Z', by: 'olivia@example.com', reason: 'the first step, as announced' },
      },
      {
        policy: 'research',
        runId: '20261113T220000Z',
        state: 'held',
        reasons: ['412 revocations planned, at most 300 allowed'],
        revocationsPlanned: 412,
        approves: null,
      },
      { policy: 'weekly', runId: RUN, state: 'finished', reasons: [], revocationsPlanned: 31, approves: null },
    ],
    comparison: { state: 'first' },
    configuredGroups: new Map([['weekly', ['Developers']]]),
    instancesUnread: null,
    auditId: AUDIT,
    policies: ['careful', 'research', 'weekly'].map((policy) => ({ policy, nextDue: '2026-11-27T23:55:00Z' })),
  };
}
