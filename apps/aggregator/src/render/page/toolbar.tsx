import type { Label } from '../words/index.ts';

/** What a toolbar filters. */
export interface ToolbarProps {
  /** The id of the table. */
  readonly table: string;
  readonly noun: string;
  /** The row's data attribute that the choice is about, and its values that occur. */
  readonly choice: {
    readonly attribute: string;
    readonly name: string;
    readonly labels: readonly (readonly [value: string, label: Label])[];
  };
  /** Headings that sort. */
  readonly sorts: readonly string[];
}

/** Filter and sort of one table: hidden until the script has made it work. */
export function Toolbar({ table, noun, choice, sorts }: ToolbarProps) {
  return (
    <div class="toolbar" data-filters={table} data-attribute={choice.attribute} hidden>
      <label>
        <span>Find</span>
        <input type="search" autocomplete="off" spellcheck={false} placeholder="name or id" />
      </label>
      <label>
        <span>{choice.name}</span>
        <select data-choice>
          <option value="">All</option>
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
