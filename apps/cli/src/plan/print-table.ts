import { countOf, formatCount, formatInstant } from '@keysweep/aggregator';
import type { PlannedAccount } from '@keysweep/core';
import { printable } from '../printable.ts';
import { coloursOf } from '../summary-text/paint.ts';
import { wrapIndented } from '../summary-text/wrap.ts';
import type { Terminal } from '../terminal.ts';
import { accountLines, isCalm } from './account-lines.ts';
import { blindNotes } from './blind-notes.ts';
import { endLines } from './end-lines.ts';
import { MARKS, type Style } from './key-text.ts';
import type { PlanHead } from './plan-end.ts';
import type { PlanPrinter } from './print-json.ts';
import { addKeys, countKeys, NO_KEYS, type KeyCounts } from './tally.ts';

/** Longer lines are hard to read, shorter ones leave no room for a name. */
const WIDEST = 120;
const NARROWEST = 40;

/** Prints a plan for a person: account by account what would be done and what is in doubt, and the rest in a line per policy. */
export function tablePrinter({ data, width, colour }: Terminal): PlanPrinter {
  const style = { width: Math.min(WIDEST, Math.max(NARROWEST, width)), colours: coloursOf(colour) };
  const calm = new Map<string, CalmAccounts>();
  let told = { at: '', isDeployed: false };
  const print = (lines: readonly string[]): void => {
    if (lines.length > 0) data(`${lines.join('\n')}\n`);
  };
  return {
    begin: (head) => {
      told = { at: head.at, isDeployed: head.centre.state !== 'not-deployed' };
      print(headLines(head, style));
    },
    account: (account) => {
      if (isCalm(account)) fold(calm, account);
      else print(['', ...accountLines(account, { ...style, ...told })]);
    },
    end: (end) => {
      print(calmLines(calm, style));
      print(endLines(end, { ...style, ...told }));
    },
  };
}

function headLines({ organizationId, at, roleName, only, centre }: PlanHead, { width, colours }: Style): string[] {
  const limits = [...only.accounts, ...only.organizationalUnits.map(printable), ...only.policies];
  const marks = Object.entries(MARKS).map(([mark, meaning]) => `${mark === ' ' ? '(no mark)' : mark} ${meaning}`);
  const nothing = centre.state === 'not-deployed' ? ' Nothing of keysweep is deployed yet.' : '';
  return [
    ...wrapIndented(`keysweep plan, ${formatInstant(at)}`, width, '').map((line) => colours.bold(line)),
    ...wrapIndented(
      `What a sweep would do now in ${printable(organizationId)}, seen through ${printable(roleName)}.${nothing}`,
      width,
      '',
    ),
    ...(limits.length === 0 ? [] : wrapIndented(`Only ${limits.join(', ')}.`, width, '')),
    ...wrapIndented(marks.join(', '), width, '').map((line) => colours.dim(line)),
    ...blindNotes(centre).flatMap((note) =>
      wrapIndented(printable(note), width, '').map((line) => colours.yellow(line)),
    ),
  ];
}

/** The accounts of one policy in which there is nothing to do. */
interface CalmAccounts {
  readonly accounts: number;
  readonly keys: KeyCounts;
}

function fold(calm: Map<string, CalmAccounts>, account: PlannedAccount): void {
  const { accounts, keys } = calm.get(account.policy) ?? { accounts: 0, keys: NO_KEYS };
  calm.set(account.policy, { accounts: accounts + 1, keys: addKeys(keys, countKeys(account)) });
}

function calmLines(calm: ReadonlyMap<string, CalmAccounts>, { width, colours }: Style): string[] {
  const lines = [...calm]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([policy, { accounts, keys }]) => {
      const kept =
        keys.keep + keys.exempt === 0
          ? 'no keys'
          : `${formatCount(keys.keep)} kept, ${formatCount(keys.exempt)} exempt`;
      const observed =
        keys.observed === 0 ? '' : `; it only observes: ${countOf(keys.observed, 'key')} would go if it deleted`;
      return wrapIndented(`${policy}: ${countOf(accounts, 'account')}, ${kept}${observed}`, width, '  ');
    });
  return lines.length === 0 ? [] : ['', colours.bold('Nothing to do'), ...lines];
}
