import { describe, expect, it } from 'vitest';
import { askerOf, commandToGoOn } from './sweep-options.ts';

const RUN = { policy: 'weekly', runId: '20261120T235500Z' };
const someone = { data: () => undefined, say: () => undefined, width: 80, colour: false, redraw: null };
const ask = () => Promise.resolve('yes');

describe('commandToGoOn', () => {
  it('is the same command, and can be pasted', () => {
    const options = {
      config: "it's mine.yaml",
      roleName: 'Sweeper',
      out: 'out',
      profile: 'a b',
      output: 'table',
    } as const;
    expect(commandToGoOn(options, RUN)).toBe(
      "keysweep sweep --from-here --policy weekly --run 20261120T235500Z --config 'it'\\''s mine.yaml' --role-name Sweeper --out out --profile 'a b'",
    );
  });
});

describe('askerOf', () => {
  const options = { config: 'keysweep.yaml', output: 'table', fromHere: true } as const;

  it('asks at a terminal, unless the command line says yes', () => {
    expect(askerOf(options, { ...someone, ask })).toBe(ask);
    expect(askerOf({ ...options, yes: true }, { ...someone, ask })).toBeNull();
  });

  it('does not ask where it is told not to', () => {
    expect(() => askerOf({ ...options, input: false }, { ...someone, ask })).toThrow('--no-input forbids to ask');
  });
});
