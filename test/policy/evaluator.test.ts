import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evaluate } from '@keysweep/local-organization';
import { QUESTION } from './arbitraries.ts';
import { DECISIONS, simulated } from './simulator.ts';

it('decides as the simulator does', async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(QUESTION, async (question) => {
      const { decision, by, kind } = evaluate(question);
      seen.set(decision, (seen.get(decision) ?? 0) + 1);
      expect(by === null).toBe(decision === 'implicit-deny');
      const other = await simulated(question);
      expect(decision).toBe(other.decision);
      const found = other.found[kind];
      if (decision === 'explicit-deny') expect(found).toMatch(/^(ExplicitlyDenied|DeniedForAccount)$/);
      if (decision === 'implicit-deny') expect(found).not.toBe('Allowed');
    }),
    { numRuns: 2000 },
  );
  // Worth something only where all three decisions occur often.
  for (const decision of Object.values(DECISIONS)) expect(seen.get(decision), decision).toBeGreaterThan(100);
});
