import type { SweepInput } from '@keysweep/aggregator';
import { printable } from '../printable.ts';
import type { Progress } from '../progress.ts';
import { accountText, gateText, type AccountNames } from '../sweep-text/plan-text.ts';
import type { Voice } from './quiet.ts';

/** How a sweep is told of. */
export interface SweepTelling extends Voice {
  readonly progress: Progress;
  readonly names: AccountNames;
}

/** Tells the stages of a sweep as they pass: what is next, and what went otherwise than it should. */
export function tellSweep({ tell, warn, progress, names }: SweepTelling): SweepInput['onProgress'] {
  const at = { accounts: 0 };
  return (event) => {
    if (event.stage === 'inventory') {
      tell(`${event.swept} of ${event.accounts} accounts are under this policy.`);
      at.accounts = event.swept;
      progress.begin('planning', at.accounts);
    } else if (event.stage === 'planned') {
      for (const { accountId, why } of event.failures)
        warn(`warning  no plan of ${accountText(accountId, names)}: ${printable(why)}`);
      progress.begin('weighing', at.accounts);
    } else if (event.stage === 'gate') {
      const line = gateText(event);
      if (event.verdict === 'held') warn(line);
      else tell(line);
      progress.begin('applying and auditing', at.accounts);
    } else {
      tell(`Pass ${event.pass}: ${event.reported} accounts reported, ${event.left} left.`);
      at.accounts = event.left;
      if (event.left > 0) progress.begin('planning', event.left);
    }
  };
}
