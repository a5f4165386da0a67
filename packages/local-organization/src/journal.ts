import type { OperationPattern } from './operation-pattern.ts';
import { matchesOperation } from './operation-pattern.ts';

/** One call that reached the organization, refused ones included. */
export interface JournalEntry {
  readonly sequence: number;
  /** By the organization's clock. */
  readonly at: Date;
  readonly service: string;
  readonly operation: string;
  /** The account acted upon: the role's for AssumeRole, the function's for Invoke, else the caller's. Null if unknown. */
  readonly accountId: string | null;
  /** Null where the caller could not be identified. */
  readonly principalArn: string | null;
  readonly input: Readonly<Record<string, unknown>>;
  /**
   * `ok`, the error code of the answer, the kind of a fault that gave no answer, `pending` while it runs, or `crashed` where
   * the local organization itself failed.
   */
  readonly outcome: string;
}

/** What to look for in the journal; the short form is the operation's pattern. */
export type JournalFilter =
  | OperationPattern
  | {
      readonly operation?: OperationPattern;
      readonly accountId?: string;
      readonly principalArn?: string;
      readonly outcome?: string;
    };

/** An entry that the request pipeline fills in while the call is under way. */
export type OpenEntry = { -readonly [Key in keyof JournalEntry]: JournalEntry[Key] };

/** Every call in the order of arrival. */
export class Journal {
  #entries: OpenEntry[] = [];
  #sequence = 0;

  /** Opens the entry of a call that just arrived. */
  open(at: Date, service: string, operation: string): OpenEntry {
    this.#sequence += 1;
    const entry: OpenEntry = {
      sequence: this.#sequence,
      at,
      service,
      operation,
      accountId: null,
      principalArn: null,
      input: {},
      outcome: 'pending',
    };
    this.#entries.push(entry);
    return entry;
  }

  /** The entries that fit a filter, all without one. */
  entries(filter: JournalFilter = '*'): readonly JournalEntry[] {
    return this.#entries.filter((entry) => fits(entry, filter));
  }

  /** How many entries fit a filter. */
  count(filter: JournalFilter = '*'): number {
    return this.entries(filter).length;
  }

  /** Forgets all entries; the sequence goes on. */
  clear(): void {
    this.#entries = [];
  }
}

function fits(entry: JournalEntry, filter: JournalFilter): boolean {
  if (typeof filter === 'string') return matchesOperation(filter, `${entry.service}:${entry.operation}`);
  return (
    (filter.operation === undefined || matchesOperation(filter.operation, `${entry.service}:${entry.operation}`)) &&
    (filter.accountId === undefined || filter.accountId === entry.accountId) &&
    (filter.principalArn === undefined || filter.principalArn === entry.principalArn) &&
    (filter.outcome === undefined || filter.outcome === entry.outcome)
  );
}
