import type { Centre, Run } from './centre.ts';
import { planAccount } from './plan-account.ts';
import { sweepAccount, type Pass, type SweptAccount } from './sweep-account.ts';

/** One account of a batch, with what became of it. */
export interface BatchResult<T> {
  readonly accountId: string;
  readonly result: T;
}

/** Has every account of a batch planned and its plan stored. An account's error is data: it never stops the others. */
export function planBatch(
  run: Run,
  accountIds: readonly string[],
  centre: Centre,
): Promise<BatchResult<string | null>[]> {
  return forEach(accountIds, centre, async (accountId) => {
    const planned = await planAccount(run, accountId, centre);
    return planned.state === 'answered' ? null : planned.failure.message;
  });
}

/** Takes every account of a batch through apply, audit and report. The switch is read once more, for this batch. */
export async function sweepBatch(
  run: Run,
  accountIds: readonly string[],
  { pass, centre }: { readonly pass: Omit<Pass, 'switchOn'>; readonly centre: Centre },
): Promise<BatchResult<SweptAccount>[]> {
  const position = await centre.sweepSwitch.read();
  const switchOn = position.state === 'known' && position.value.state === 'enabled';
  return forEach(accountIds, centre, (accountId) =>
    sweepAccount(run, accountId, { pass: { ...pass, switchOn }, centre }),
  );
}

function forEach<T>(
  accountIds: readonly string[],
  { paceOfAccounts }: Centre,
  work: (accountId: string) => Promise<T>,
): Promise<BatchResult<T>[]> {
  return Promise.all(
    accountIds.map((accountId) => paceOfAccounts.run(async () => ({ accountId, result: await work(accountId) }))),
  );
}
