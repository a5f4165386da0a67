import { countOf, visible } from '../words/index.ts';
import type { AccountCause, AccountGroup, ListedAccount } from './account-groups.ts';
import { Badge } from './parts.tsx';

/** As many accounts of one cause stand open; the rest is one click away. */
const MOST_OPEN = 6;

/** Groups of accounts beside each other. */
export function AccountGroups({ groups }: { readonly groups: readonly AccountGroup[] }) {
  return (
    <div class="groups">
      {groups.map(({ kind, label, tone, amount, causes, todo }) => (
        <div key={kind} class={`finding edge-${tone}`} data-group={kind}>
          <p class="about">
            <Badge tone={tone}>{label}</Badge> <b>{amount}</b>
          </p>
          <ul class="causes">
            {causes.map((cause) => (
              <Cause key={cause.message} cause={cause} />
            ))}
          </ul>
          {todo !== undefined && <p class="todo">{todo}</p>}
        </div>
      ))}
    </div>
  );
}

function Cause({ cause: { message, accounts, total } }: { readonly cause: AccountCause }) {
  const folded = accounts.slice(MOST_OPEN);
  const missing = total - accounts.length;
  return (
    <li>
      {message !== '' && <span class="message">{visible(message)}</span>}
      <Accounts accounts={accounts.slice(0, MOST_OPEN)} />
      {folded.length > 0 && (
        <details>
          <summary>{countOf(folded.length, 'more account')}</summary>
          <Accounts accounts={folded} />
        </details>
      )}
      {missing > 0 && <span class="small">and {countOf(missing, 'more account')}, in summary.json</span>}
    </li>
  );
}

function Accounts({ accounts }: { readonly accounts: readonly ListedAccount[] }) {
  return (
    <ul class="where">
      {accounts.map(({ accountId, name, note }) => (
        <li key={accountId}>
          {name !== '' && <span class="name">{visible(name)} </span>}
          <span class="id">{accountId}</span>
          {note !== undefined && <span class="note"> {visible(note)}</span>}
        </li>
      ))}
    </ul>
  );
}
