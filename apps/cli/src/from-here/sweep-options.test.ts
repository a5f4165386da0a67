import { describe, expect, it } from 'vitest';
import { commandToGoOn } from './sweep-options.ts';

const RUN = { policy: 'weekly', runId: '20261120T235500Z' };

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
