import type { Summary } from '@keysweep/core';
import { formatShortInstant } from '../words/index.ts';
import { AccountGroups } from './account-groups-view.tsx';
import type { PageContent } from './lay-out.ts';

type Run = Summary['runs'][number];

/** Runs that were held: what each would do, in which accounts, and how a person lets it go on. */
export function HeldRuns({ content: { summary, held } }: { readonly content: PageContent }) {
  const runs = summary.runs.filter(({ state }) => state === 'held');
  if (runs.length === 0) return null;
  return (
    <>
      <h3>Held: nothing was revoked, and nothing will be until the cause is mended or somebody approves</h3>
      <AccountGroups groups={held} />
      {runs.map((run) => (
        <Approval key={run.policy} run={run} summary={summary} />
      ))}
    </>
  );
}

function Approval({ run: { policy, runId }, summary }: { readonly run: Run; readonly summary: Summary }) {
  const nextDue = summary.policies.find((each) => each.policy === policy)?.nextDue ?? null;
  return (
    <div class="approve" data-approve={runId}>
      <p>
        To let the held run of <b>{policy}</b> go on with exactly what it planned
        {nextDue !== null && <>, before the next one is due on {formatShortInstant(nextDue)}</>}:
      </p>
      <p>
        <code class="command">keysweep sweep --approve {runId}</code>
      </p>
    </div>
  );
}
