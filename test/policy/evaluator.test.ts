import { runSimulation } from '@cloud-copilot/iam-simulate';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evaluate, type PolicyDocument, type PolicyQuestion } from '@keysweep/local-organization';
import { QUESTION } from './arbitraries.ts';

const DECISIONS: Record<string, string> = {
  Allowed: 'allow',
  ExplicitlyDenied: 'explicit-deny',
  ImplicitlyDenied: 'implicit-deny',
};

/** The same question to the simulator, which nobody here wrote: its decision, and what it found in each kind of policy. */
async function simulated(question: PolicyQuestion): Promise<{ decision: string; found: Record<string, unknown> }> {
  const { principal, action, resource, context, identityPolicies, resourcePolicy, scps } = question;
  const named = (policies: readonly PolicyDocument[], of: string) =>
    policies.map((policy, index) => ({ name: `${of}-${index}`, policy }));
  const contextVariables = Object.fromEntries(
    Object.entries(context).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]),
  );
  const result = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource: resource.arn, accountId: resource.accountId },
        contextVariables,
      },
      identityPolicies: named(identityPolicies, 'identity'),
      resourcePolicy,
      serviceControlPolicies: scps.map((level, index) => ({
        orgIdentifier: `level-${index}`,
        policies: named(level, `scp-${index}`),
      })),
      resourceControlPolicies: [],
    },
    {},
  );
  if (result.resultType === 'error') throw new Error(JSON.stringify(result.errors));
  const ignored = result.resultType === 'single' ? (result.result.ignoredContextKeys ?? []) : [];
  if (ignored.length > 0) throw new Error(`The simulator ignored ${ignored.join(', ')}`);
  const analysis = result.resultType === 'single' ? result.result.analysis : undefined;
  const ofResource = analysis?.resourceAnalysis?.result;
  return {
    decision: DECISIONS[result.overallResult] ?? result.overallResult,
    found: {
      identity: analysis?.identityAnalysis?.result,
      resource: ofResource,
      trust: ofResource,
      scp: analysis?.scpAnalysis?.result,
    },
  };
}

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
