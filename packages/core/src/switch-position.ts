import type { SwitchPosition } from './ports.ts';
import { known, unknown, type Reading } from './reading.ts';

const NOT_STATED = 'not stated';

/**
 * Reads the text of the switch: `{"state":"enabled"}`, or `{"state":"paused","reason":…,"by":…}`, or one of the bare
 * words. Anything else is `unknown`, and no sweep revokes on that.
 */
export function readSwitchPosition(text: string): Reading<SwitchPosition> {
  const word = text.trim();
  if (word === 'enabled') return known({ state: 'enabled' });
  if (word === 'paused') return known({ state: 'paused', reason: NOT_STATED, by: NOT_STATED });
  const position = parsed(word);
  const state: unknown = Reflect.get(position, 'state');
  if (state === 'enabled') return known({ state });
  // Paused is paused, whoever forgot to say why.
  if (state === 'paused') return known({ state, reason: stated(position, 'reason'), by: stated(position, 'by') });
  const message = 'the switch is neither "enabled" nor "paused"';
  return unknown({ kind: 'malformed', operation: 'ssm:GetParameter', code: 'MalformedAnswer', message });
}

/** What the switch is told so that it stands there; `readSwitchPosition` reads the same back. */
export function switchText(position: SwitchPosition): string {
  if (position.state === 'enabled') return 'enabled';
  const { state, reason, by } = position;
  return JSON.stringify({ state, reason, by });
}

function stated(position: object, property: string): string {
  const value: unknown = Reflect.get(position, property);
  return typeof value === 'string' && value !== '' ? value : NOT_STATED;
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
