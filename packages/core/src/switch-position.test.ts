import { describe, expect, it } from 'vitest';
import { readSwitchPosition, switchText } from './switch-position.ts';

describe('the position of the switch', () => {
  it.each([
    ['enabled', { state: 'enabled' }],
    [' enabled\n', { state: 'enabled' }],
    ['{"state":"enabled"}', { state: 'enabled' }],
    ['{"state":"paused","reason":"incident","by":"ann"}', { state: 'paused', reason: 'incident', by: 'ann' }],
  ])('reads %j', (text, position) => {
    expect(readSwitchPosition(text)).toEqual({ state: 'known', value: position });
  });

  it.each(['paused', '{"state":"paused"}', '{"state":"paused","reason":7,"by":""}'])(
    'is paused by %j, whoever forgot to say why',
    (text) => {
      const value = { state: 'paused', reason: 'not stated', by: 'not stated' };
      expect(readSwitchPosition(text)).toEqual({ state: 'known', value });
    },
  );

  it.each(['', 'Enabled', '"enabled"', 'true', '{}', '[]', 'null', '{"state":"ENABLED"}', '{"state":'])(
    'is not guessed from %j',
    (text) => {
      expect(readSwitchPosition(text)).toMatchObject({ state: 'unknown', failure: { kind: 'malformed' } });
    },
  );

  it.each([
    { state: 'enabled' },
    { state: 'paused', reason: 'a "reason"\nof two lines', by: 'arn:aws:iam::1:user/ann' },
  ] as const)('says %j so that it is read back', (position) => {
    expect(readSwitchPosition(switchText(position))).toEqual({ state: 'known', value: position });
  });
});
