import type { Finding } from '@keysweep/core';
import { countOf, SEVERITY_LABELS, visible, type Cause, type FindingGroup } from '../words/index.ts';
import type { PageContent } from './lay-out.ts';
import { AccountName, Badge, type AccountNames } from './parts.tsx';

/** As many causes of one group, and accounts of one cause, stand open; the rest is one click away. */
const OPEN = { causes: 4, accounts: 6 } as const;

/** What needs a person: what is broken first, then what is worth a look; what asks for the same stands together. */
export function Attention({ content: { summary, findings, names } }: { readonly content: PageContent }) {
  const { attention } = summary;
  return (
    <section class="card" id="attention" aria-labelledby="attention-heading">
      <header class="split">
        <h2 id="attention-heading">What needs a person</h2>
        <p class="muted">{attention.length === 0 ? 'nothing' : countOf(attention.length, 'finding')}</p>
      </header>
      {attention.length === 0 && <p class="empty">Nothing. Every account in scope is where it should be.</p>}
      <Severity
        severity="act"
        title="Act: broken, or wide open, until somebody does"
        groups={findings.groups}
        names={names}
      />
      <Severity severity="look" title="Look: worth a person’s eyes" groups={findings.groups} names={names} />
      {findings.leftOut > 0 && (
        <p class="notice">
          {countOf(findings.leftOut, 'more finding')}: there is no room for more here; summary.json has all.
        </p>
      )}
    </section>
  );
}

interface SeverityProps {
  readonly severity: Finding['severity'];
  readonly title: string;
  readonly groups: readonly FindingGroup[];
  readonly names: AccountNames;
}

function Severity({ severity, title, groups, names }: SeverityProps) {
  const own = groups.filter((group) => group.severity === severity);
  if (own.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <div class="findings">
        {own.map((group) => (
          <Group key={`${group.code} ${group.todo}`} group={group} names={names} />
        ))}
      </div>
    </>
  );
}

interface GroupProps {
  readonly group: FindingGroup;
  readonly names: AccountNames;
}

function Group({ group: { severity, code, todo, count, causes }, names }: GroupProps) {
  const { tone } = SEVERITY_LABELS[severity];
  const folded = causes.slice(OPEN.causes);
  return (
    <div class={`finding edge-${tone}`} data-severity={severity} data-code={visible(code)} data-count={count}>
      <p class="about">
        <Badge tone={tone}>{visible(code)}</Badge>
        {count > 1 && <b>{countOf(count, 'finding')}</b>}
      </p>
      <CauseList causes={causes.slice(0, OPEN.causes)} names={names} />
      {folded.length > 0 && (
        <details>
          <summary>
            {countOf(
              folded.reduce((sum, { accountIds }) => sum + accountIds.length, 0),
              'more finding',
            )}
          </summary>
          <CauseList causes={folded} names={names} />
        </details>
      )}
      <p class="todo">{visible(todo)}</p>
      {code === 'held' && (
        <p>
          <a href="#runs">What each would do, and how to approve it</a>
        </p>
      )}
    </div>
  );
}

function CauseList({ causes, names }: { readonly causes: readonly Cause[]; readonly names: AccountNames }) {
  return (
    <ul class="causes">
      {causes.map(({ message, accountIds }) => {
        const folded = accountIds.slice(OPEN.accounts);
        return (
          <li key={message}>
            <span class="message">{visible(message)}</span>
            <AccountList accountIds={accountIds.slice(0, OPEN.accounts)} names={names} />
            {folded.length > 0 && (
              <details>
                <summary>{countOf(folded.length, 'more account')}</summary>
                <AccountList accountIds={folded} names={names} />
              </details>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function AccountList({
  accountIds,
  names,
}: {
  readonly accountIds: Cause['accountIds'];
  readonly names: AccountNames;
}) {
  return (
    <ul class="where">
      {accountIds.map((accountId, index) => (
        <li key={index} data-of={accountId ?? 'all'}>
          {accountId === null ? (
            <span class="name">The whole organization</span>
          ) : (
            <AccountName names={names} accountId={accountId} />
          )}
        </li>
      ))}
    </ul>
  );
}
