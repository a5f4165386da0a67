import type { Finding, Summary } from '@keysweep/core';
import { countOf, SEVERITY_LABELS, visible } from '../words/index.ts';
import { AccountName, Badge, namesOf, type AccountNames } from './parts.tsx';
import { MOST_ROWS } from './table.tsx';

/** As many findings of one severity stand open; the rest is one click away. */
const OPEN_FINDINGS = 12;

/** What needs a person: what is broken first, then what is worth a look. */
export function Attention({ summary }: { readonly summary: Summary }) {
  const { attention } = summary;
  const names = namesOf(summary);
  return (
    <section class="card" id="attention" aria-labelledby="attention-heading">
      <header class="split">
        <h2 id="attention-heading">What needs a person</h2>
        <p class="muted">{attention.length === 0 ? 'nothing' : countOf(attention.length, 'finding')}</p>
      </header>
      {attention.length === 0 && <p class="empty">Nothing. Every account in scope is where it should be.</p>}
      <Findings
        title="Act: coverage or compliance is broken until somebody does"
        findings={attention.filter(({ severity }) => severity === 'act')}
        names={names}
      />
      <Findings
        title="Look: worth a person’s eyes"
        findings={attention.filter(({ severity }) => severity === 'look')}
        names={names}
      />
    </section>
  );
}

interface FindingsProps {
  readonly title: string;
  readonly findings: readonly Finding[];
  readonly names: AccountNames;
}

function Findings({ title, findings, names }: FindingsProps) {
  if (findings.length === 0) return null;
  const folded = findings.slice(OPEN_FINDINGS, MOST_ROWS);
  return (
    <>
      <h3>{title}</h3>
      <FindingList findings={findings.slice(0, OPEN_FINDINGS)} names={names} />
      {folded.length > 0 && (
        <details>
          <summary>{countOf(folded.length, 'more finding')}</summary>
          <FindingList findings={folded} names={names} />
        </details>
      )}
      {findings.length > MOST_ROWS && (
        <p class="notice">{countOf(findings.length - MOST_ROWS, 'more finding')} in summary.json.</p>
      )}
    </>
  );
}

function FindingList({ findings, names }: Pick<FindingsProps, 'findings' | 'names'>) {
  return (
    <ul class="findings">
      {findings.map(({ severity, code, accountId, message, todo }, index) => (
        <li key={index} class={`edge-${SEVERITY_LABELS[severity].tone}`} data-severity={severity} data-code={code}>
          <p class="about">
            <Badge tone={SEVERITY_LABELS[severity].tone}>{visible(code)}</Badge>
            <span>
              {accountId === null ? (
                <span class="name">The whole organization</span>
              ) : (
                <AccountName names={names} accountId={accountId} />
              )}
            </span>
          </p>
          <p class="message">{visible(message)}</p>
          <p class="todo">{visible(todo)}</p>
        </li>
      ))}
    </ul>
  );
}
