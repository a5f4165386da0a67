import { apply, type ApplyAnswer } from '@keysweep/core';

const KEYS_LEFT = 'it is the key that keysweep works with, and others are left';

/**
 * Does an order with the key that this process signs its requests with after all others have been done and looked at: from then on
 * nothing could be read any more. Where others are left it stays, so that the same command can go on.
 */
export function applyOwnKeyLast(accessKeyId: string): typeof apply {
  return async (order, ports) => {
    const own = order.keys.filter((key) => key.accessKeyId === accessKeyId);
    if (own.length === 0) return apply(order, ports);
    const others = await apply({ ...order, keys: order.keys.filter((key) => !own.includes(key)) }, ports);
    const last = others.complete ? await apply({ ...order, keys: own }, ports) : { ...others, outcomes: own.map(left) };
    return { ...last, outcomes: [...others.outcomes, ...last.outcomes] };
  };
}

function left(key: Parameters<typeof apply>[0]['keys'][number]): ApplyAnswer['outcomes'][number] {
  const { accessKeyId, userName, decision } = key;
  const nothing = { verified: null, failure: null };
  return { accessKeyId, userName, decision, outcome: 'not-attempted', reason: KEYS_LEFT, ...nothing };
}
