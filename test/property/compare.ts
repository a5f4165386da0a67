import type { AccountSummary } from '@keysweep/core';
import { expect } from 'vitest';
import type { Model } from './model/model.ts';
import type { Run } from './model/run.ts';
import { expectedAccounts, type ExpectedAccount } from './model/state.ts';
import type { Tally } from './model/tally.ts';
import type { ObeyedOrder, SeenKey, World } from './model/world.ts';

/** What should be, what is, and where what was looked at is counted. */
export interface Comparison {
  readonly model: Model;
  readonly world: World;
  readonly tally: Tally;
}

/** A run swept exactly the accounts whose policy in its manifest is its own, each once. */
export async function compareRun(run: Run, { model, world }: Comparison): Promise<void> {
  const manifest = await world.manifest(run);
  expectSame(
    'manifest',
    manifest.map(({ accountId, policy }) => `${accountId} ${policy}`),
    lines(run.manifest),
  );
  const orders = model.orders;
  model.orders = [];
  expectSame('orders obeyed', (await world.ordersObeyed()).map(orderLine), orders.map(orderLine));
  expectSame('reports', await world.reported(run), [...run.results.keys()]);
}

/** Every key of every account is as it should be; what nobody was to touch is as it was. */
export async function compareKeys({ model, world }: Comparison): Promise<void> {
  expectSame('keys', (await world.keys()).map(keyLine), model.keys().map(keyLine));
}

/** Every account of the organization is in the summary once, in its state, and counts as it should. */
export async function compareSummary({ model, world, tally }: Comparison): Promise<void> {
  const summary = await world.summary();
  const expected = expectedAccounts(model);
  expectSame('summary', summary.accounts.map(seenLine), [...expected].map(expectedLine));
  const runs = Object.keys(model.deployed.policies).flatMap(
    (name) => model.runs.findLast(({ policy }) => policy === name) ?? [],
  );
  expectSame('runs', summary.runs.map(runLine), runs.map(runLine));
  for (const { state } of summary.accounts) tally.states.add(state);
  const accounts = [...expected.values()];
  const inScope = accounts.filter((account) => account.inScope).length;
  const covered = accounts.filter((account) => account.covered).length;
  const percent = inScope === 0 ? null : (100 * covered) / inScope;
  expect(summary.coverage).toEqual({ inScope, covered, percent });
  const broken = accounts.some(({ state }) => state === 'non-compliant') ? 'non-compliant' : 'compliant';
  expect(summary.verdict).toBe(percent === 100 ? broken : 'coverage-incomplete');
}

const lines = (manifest: Run['manifest']): string[] => [...manifest].map(([id, policy]) => `${id} ${policy}`);

const runLine = ({ policy, runId, state }: Pick<Run, 'policy' | 'runId' | 'state'>): string =>
  `${policy} ${runId} ${state}`;

const orderLine = ({ accountId, kind, policy, runId }: ObeyedOrder): string =>
  `${accountId} ${kind} ${policy} ${runId}`;

const keyLine = ({ accountId, userName, accessKeyId, status }: SeenKey): string =>
  `${accountId} ${userName} ${accessKeyId} ${status}`;

const seenLine = (account: AccountSummary): string =>
  accountLine(account.accountId, { ...account, path: account.organizationalUnitPath });

const expectedLine = ([id, account]: [string, ExpectedAccount]): string => accountLine(id, account);

function accountLine(id: string, { state, inScope, covered, path, policy, assignedBy }: ExpectedAccount): string {
  const counts = `${inScope ? 'in scope' : 'out of scope'}, ${covered ? 'covered' : 'not covered'}`;
  return `${id} in ${path}: ${state}, ${counts}, ${policy} by ${assignedBy}`;
}

/** The same lines the same number of times, in any order; the difference is what is shown. */
function expectSame(what: string, seen: readonly string[], expected: readonly string[]): void {
  const difference = { what, butIs: without(seen, expected), shouldBe: without(expected, seen) };
  expect(difference).toEqual({ what, butIs: [], shouldBe: [] });
}

function without(all: readonly string[], some: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const each of some) left.set(each, (left.get(each) ?? 0) + 1);
  return all.filter((each) => {
    const times = left.get(each) ?? 0;
    left.set(each, times - 1);
    return times <= 0;
  });
}
