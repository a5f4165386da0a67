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
        To have <b>{policy}</b> do exactly what it had planned
        {nextDue !== null && <>, before its next run is due on {formatShortInstant(nextDue)}</>}, run this as
        keysweep-operator; it shows what that is, and asks:
      </p>
      <p>
        <code class="command">{`keysweep sweep --policy ${policy} --approve ${runId} --reason 'why'`}</code>
      </p>
    </div>
  );
}
