import type { Ending, KeyTally, Summary } from '@keysweep/core';
import type { ComponentChildren } from 'preact';
import {
  ENDING_LABELS,
  ENDING_ORDER,
  formatCount,
  formatShortInstant,
  visible,
  type Label,
  type Tone,
} from '../words/index.ts';

/** A coloured word. The word says everything; the colour only helps. */
export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ComponentChildren }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}

/** A small square in the colour that a chart uses for the same label. */
export function Swatch({ tone, shade }: Pick<Label, 'tone' | 'shade'>) {
  return <span class={`swatch bg-${tone}-${shade}`} aria-hidden="true" />;
}

/** An instant, readable by people and machines. */
export function Instant({ at, text = formatShortInstant(at) }: { readonly at: string; readonly text?: string }) {
  return <time dateTime={at}>{text}</time>;
}

/** The endings of some keys that occur, each with its count. */
export function Tally({ keys }: { readonly keys: KeyTally }) {
  const endings = ENDING_ORDER.filter((ending) => keys[ending] > 0);
  if (endings.length === 0) return <span class="muted">no keys</span>;
  return (
    <ul class="tally">
      {endings.map((ending) => (
        <li key={ending} data-tally={ending} data-count={keys[ending]}>
          <b>{formatCount(keys[ending])}</b> {ENDING_LABELS[ending].label.toLowerCase()}
        </li>
      ))}
    </ul>
  );
}

/** An account by name and id; where the summary does not know the id, the id alone. */
export function AccountName({ names, accountId }: { readonly names: AccountNames; readonly accountId: string }) {
  const name = names.get(accountId);
  return (
    <>
      {name !== undefined && <span class="name">{visible(name)} </span>}
      <span class="id">{accountId}</span>
    </>
  );
}

/** Account names by id. */
export type AccountNames = ReadonlyMap<string, string>;

/** The names of a summary's accounts. */
export function namesOf({ accounts }: Summary): AccountNames {
  return new Map(accounts.map(({ accountId, name }) => [accountId, name]));
}

/** How many keys of a tally ended in one of some ways. */
export function sumOf(keys: KeyTally, endings: readonly Ending[] = ENDING_ORDER): number {
  return endings.reduce((sum, ending) => sum + keys[ending], 0);
}
