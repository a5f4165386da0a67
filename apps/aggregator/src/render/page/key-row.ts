import { RULES, type SummarisedKey } from '@keysweep/core';
import { ENDING_ORDER, formatDay, formatUse, STANDING_ORDER, VERIFIED_LABELS, visible } from '../words/index.ts';
import { escapeJson } from './escape-json.ts';

/** A key as the page’s script has it, before its place in the pools is known. */
export interface KeyRow {
  /** Its user, and the last four characters of its id. */
  readonly name: string;
  readonly createdAt: string | null;
  /** `[sorts as, day, what follows it]` of its last use, as JSON. */
  readonly used: string;
  /** `[ending, second look, rule, reason, standing]`, as JSON. */
  readonly fate: string;
}

/** Makes a row of a key. */
export function rowOfKey({
  accessKeyId,
  userName,
  createdAt,
  lastUsed,
  ending,
  rule,
  reason,
  verified,
  standing,
}: SummarisedKey): KeyRow {
  const used =
    lastUsed.state === 'used'
      ? [lastUsed.at.slice(0, 10), formatDay(lastUsed.at), formatUse(lastUsed)]
      : ['', lastUsed.state === 'never' ? 'never' : 'not known', ''];
  const fate = [
    // A key that no run has judged has the label after the last ending.
    ending === null ? ENDING_ORDER.length : ENDING_ORDER.indexOf(ending),
    VERIFIED_LABELS[`${verified}`],
    rule === null ? '' : RULES[rule].replace(/^\w+: /, ''),
    visible(reason ?? ''),
    STANDING_ORDER.indexOf(standing),
  ];
  const name = visible(userName) + accessKeyId.slice(-4);
  return { name, createdAt, used: escapeJson(used), fate: escapeJson(fate) };
}
