import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { PolicyDocument, PolicyQuestion } from '@keysweep/local-organization';

/** The decisions, by the simulator's words. */
export const DECISIONS: Record<string, string> = {
  Allowed: 'allow',
  ExplicitlyDenied: 'explicit-deny',
  ImplicitlyDenied: 'implicit-deny',
};

/** The same question to the simulator, which nobody here wrote: its decision, and what it found in each kind of policy. */
export async function simulated(
  question: PolicyQuestion,
): Promise<{ decision: string; found: Record<string, unknown> }> {
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
