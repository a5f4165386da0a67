import { apply, type ApplyPorts } from '../apply.ts';
import { MemoryClock, unboundedPace, type MemoryAccount, type MemoryCall, type MemoryUser } from '../memory/index.ts';
import type { ApplyOrder } from '../order.ts';
import type { ApplyAnswer } from '../outcome.ts';
import type { Failure } from '../reading.ts';
import { aFailure, anAccessKey, AS_OF, userId } from './account.ts';
import { anApplyOrder } from './order.ts';

/** A developer with one old active key, as the account has her. */
export const ADA: MemoryUser = { userName: 'ada', userId: userId(), groups: ['Developers'], keys: [anAccessKey()] };
/** The same key, inactive. */
export const INACTIVE = anAccessKey({ status: 'Inactive' });

/** Applies an order to an account in memory, with some port of one's own. */
export function applying(
  account: MemoryAccount,
  order: Partial<ApplyOrder> = {},
  ports: Partial<ApplyPorts> = {},
): Promise<ApplyAnswer> {
  const clock = new MemoryClock(AS_OF);
  const all: ApplyPorts = {
    reader: account,
    writer: account,
    pace: unboundedPace,
    clock,
    onOutcome: () => undefined,
    ...ports,
  };
  return apply(anApplyOrder(order), all);
}

/** The writes that reached the account. */
export const writesOf = ({ calls }: MemoryAccount): string[] =>
  calls.filter(({ operation }) => /Update|Delete/.test(operation)).map(({ operation }) => operation);

/** Makes one operation fail. */
export const failing =
  (operation: string) =>
  (call: MemoryCall): Failure | null =>
    call.operation === operation ? aFailure({ operation }) : null;
