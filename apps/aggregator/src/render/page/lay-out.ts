import {
  RULES,
  type AccountSummary,
  type Finding,
  type KeyTally,
  type OrganizationalUnitSummary,
  type SummarisedKey,
  type Summary,
} from '@keysweep/core';
import { accountsForAPerson, ENDING_ORDER, groupFindings, type FindingGroup } from '../words/index.ts';
import { fitGroups, type AccountGroup } from './account-groups.ts';
import { changeGroups } from './change-groups.ts';
import { embedData, type EmbeddedData } from './embedded-data.ts';
import { heldGroups } from './held-groups.ts';
import { bytesOf, PageBudget } from './page-budget.ts';
import type { PageKeys } from './page-keys.ts';
import { namesOf, type AccountNames } from './parts.tsx';
import { uncoveredGroups } from './uncovered-groups.ts';

/** What stands in one table of the page, with and without scripts. */
export interface Listing<Row> {
  readonly rows: readonly Row[];
  /** Of how many rows that a person must see `rows` are the first; all rows, where `complete`. */
  readonly wanted: number;
  /** Whether every row of the summary is listed. */
  readonly complete: boolean;
}

/** The summary as the page has room for it: what must be seen stands in it as markup, the rest as data for the script. */
export interface PageContent {
  readonly summary: Summary;
  readonly names: AccountNames;
  readonly findings: { readonly groups: readonly FindingGroup[]; readonly leftOut: number };
  readonly changes: readonly AccountGroup[];
  readonly held: readonly AccountGroup[];
  readonly uncovered: readonly AccountGroup[];
  readonly accounts: Listing<AccountSummary>;
  readonly units: Listing<OrganizationalUnitSummary>;
  readonly keys: Listing<SummarisedKey>;
  readonly exemptions: Listing<Summary['exemptions'][number]>;
  readonly data: EmbeddedData;
}

/** So many accounts are all listed; of more only those that a person must see. */
const FEW_ACCOUNTS = 250;
const MOST_BYTES_OF = {
  findings: 2_600_000,
  changes: 250_000,
  held: 100_000,
  accounts: 1_000_000,
  units: 500_000,
  keys: 1_400_000,
  uncovered: 150_000,
  exemptions: 350_000,
};
/** Kept for the data of accounts, so that whoever looks for one finds it even where everything is broken. */
const BYTES_KEPT = { ofAccount: 80, most: 900_000 } as const;
/** One account may not crowd out the others: of more findings than this of one severity the page has the first. */
const MOST_FINDINGS_OF_ACCOUNT = 100;

/** Decides what stands on the page. Findings come first, then what changed and what is held, then the lists, then data for the script. */
export function layOut(summary: Summary, pageKeys: PageKeys): PageContent {
  const budget = new PageBudget();
  const names = namesOf(summary);
  const nameBytes = (accountId: string) => bytesOf(names.get(accountId) ?? '');
  const attention = budget.take(fairly(summary.attention), findingBytes(nameBytes), MOST_BYTES_OF.findings);
  const changes = fitGroups(changeGroups(summary, names), budget, MOST_BYTES_OF.changes);
  const held = fitGroups(heldGroups(summary, names), budget, MOST_BYTES_OF.held);
  const free = budget.keep(Math.min(BYTES_KEPT.most, BYTES_KEPT.ofAccount * summary.accounts.length));
  const needing = accountsForAPerson(summary);
  const toList = summary.accounts.length <= FEW_ACCOUNTS ? summary.accounts : needing;
  const accounts = budget.take(toList, accountBytes, MOST_BYTES_OF.accounts);
  const units = budget.take(summary.organizationalUnits, unitBytes, MOST_BYTES_OF.units);
  const toSee = pageKeys.list();
  const keys = budget.take(toSee.keys, (key) => keyBytes(key) + 2 * nameBytes(key.accountId), MOST_BYTES_OF.keys);
  const uncovered = fitGroups(uncoveredGroups(summary, names), budget, MOST_BYTES_OF.uncovered);
  const exemptions = budget.take(summary.exemptions, exemptionBytes(nameBytes), MOST_BYTES_OF.exemptions);
  free();
  const listing = <Row>(rows: readonly Row[], wanted: number, all: number): Listing<Row> => {
    return { rows, wanted, complete: rows.length === all };
  };
  return {
    summary,
    names,
    findings: { groups: groupFindings(attention), leftOut: summary.attention.length - attention.length },
    changes,
    held,
    uncovered,
    accounts: listing(accounts, toList.length, summary.accounts.length),
    units: listing(units, summary.organizationalUnits.length, summary.organizationalUnits.length),
    keys: listing(keys, toSee.wanted, summary.keyRecords),
    exemptions: listing(exemptions, summary.exemptions.length, summary.exemptions.length),
    data: embedData({ accounts: firstOf(needing, summary.accounts), keys: pageKeys, at: summary.at }, budget),
  };
}

/** Without what goes beyond an account's share. */
function fairly(attention: Summary['attention']): readonly Finding[] {
  const counts = new Map<string, number>();
  return attention.filter(({ accountId, severity }) => {
    if (accountId === null) return true;
    const count = (counts.get(`${accountId} ${severity}`) ?? 0) + 1;
    counts.set(`${accountId} ${severity}`, count);
    return count <= MOST_FINDINGS_OF_ACCOUNT;
  });
}

/** All rows, some of them before the others. */
function firstOf(first: readonly AccountSummary[], all: readonly AccountSummary[]): readonly AccountSummary[] {
  const ids = new Set(first.map(({ accountId }) => accountId));
  return [...first, ...all.filter(({ accountId }) => !ids.has(accountId))];
}

function findingBytes(nameBytes: (accountId: string) => number) {
  const said = new Set<string>();
  const once = (text: string, key: string, frame: number) => {
    if (said.has(key)) return 0;
    said.add(key);
    return bytesOf(text) + frame;
  };
  return ({ severity, code, accountId, message, todo }: Finding): number => {
    const group = `${severity}\n${code}\n${todo}`;
    const name = accountId === null ? 30 : nameBytes(accountId) + accountId.length;
    return 100 + name + once(`${code} ${code} ${todo}`, group, 500) + once(message, `${group}\n${message}`, 70);
  };
}

const tallyBytes = (keys: KeyTally): number => 70 * ENDING_ORDER.filter((ending) => keys[ending] > 0).length;

function accountBytes({ name, organizationalUnitPath, why, policy, assignedBy, keys }: AccountSummary): number {
  return 700 + tallyBytes(keys) + bytesOf(name, name, organizationalUnitPath, why, policy, policy, assignedBy);
}

function unitBytes({ path, keys }: OrganizationalUnitSummary): number {
  return 500 + tallyBytes(keys) + bytesOf(path, path);
}

function keyBytes({ userName, reason, lastUsed, rule, standing }: SummarisedKey): number {
  const stand = standing === 'settled' ? 0 : 65;
  const use = lastUsed.state === 'used' ? bytesOf(lastUsed.service, lastUsed.region) : 0;
  return 775 + stand + bytesOf(userName, userName, reason, rule === null ? null : RULES[rule]) + use;
}

function exemptionBytes(nameBytes: (accountId: string) => number) {
  return ({ accountId, userName, by, reason, owner, until }: Summary['exemptions'][number]): number =>
    520 + 2 * nameBytes(accountId) + bytesOf(userName, userName, by, by, reason, owner, owner, until, until);
}
