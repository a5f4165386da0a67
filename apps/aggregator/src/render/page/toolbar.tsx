import type { Label } from '../words/index.ts';

/** What a toolbar filters. */
export interface ToolbarProps {
  /** The id of the table. */
  readonly table: string;
  readonly noun: string;
  /** Which rows stand in the table before anybody chooses: all, or those that a person must see. */
  readonly listed: 'all' | 'some';
  /** How many rows the summary has, how many of them the script has as data, and the file that has all. */
  readonly extent: { readonly total: number; readonly embedded: number; readonly file: string };
  /** What can be chosen: the values of one column that occur. */
  readonly choice: {
    readonly name: string;
    readonly labels: readonly (readonly [value: string, label: Label])[];
  };
  /** Headings that sort. */
  readonly sorts: readonly string[];
}

/** Filter and sort of one table: hidden until the script has made it work. */
export function Toolbar({ table, noun, listed, extent, choice, sorts }: ToolbarProps) {
  return (
    <div
      class="toolbar"
      data-filters={table}
      data-total={extent.total}
      data-embedded={extent.embedded}
      data-file={extent.file}
      hidden
    >
      <label>
        <span>Find</span>
        <input type="search" autocomplete="off" spellcheck={false} placeholder="name or id" />
      </label>
      <label>
        <span>{choice.name}</span>
        <select data-choice>
          <option value="">{listed === 'all' ? 'All' : 'Needs a person'}</option>
          {listed === 'some' && <option value="*">All</option>}
          {choice.labels.map(([value, { label }]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label class="narrow">
        <span>Sort by</span>
        <select data-sort>
          <option value="">As listed</option>
          {sorts.map((heading) => (
            <option key={heading} value={heading}>
              {heading}
            </option>
          ))}
        </select>
      </label>
      <output aria-live="polite" data-noun={noun} />
    </div>
  );
}
