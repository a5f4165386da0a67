import type { PlannedAccount } from '@keysweep/core';
import type { PlanEnd, PlanHead } from './plan-end.ts';

/** Prints a plan piece by piece, so that it is never held as a whole. */
export interface PlanPrinter {
  readonly begin: (head: PlanHead) => void;
  readonly account: (account: PlannedAccount) => void;
  readonly end: (end: PlanEnd) => void;
}

/** One JSON document, an account on each line. `write` is given whole lines. */
export function jsonPrinter(write: (text: string) => void): PlanPrinter {
  let accounts = 0;
  return {
    begin: (head) => write(`${JSON.stringify(head).slice(0, -1)},"accounts":[\n`),
    account: (account) => {
      write(`${accounts === 0 ? ' ' : ','}${JSON.stringify(account)}\n`);
      accounts += 1;
    },
    end: (end) => write(`],${JSON.stringify(end).slice(1)}\n`),
  };
}
