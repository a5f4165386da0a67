import { writeAssignments, type Settings, type Written } from './configuration.ts';
import type { Organization } from './organization.ts';

/** An assignment as it is meant. */
export interface MeantAssignment {
  readonly unit: string;
  readonly policy: string;
  readonly by: 'path' | 'id';
}

/**
 * Who keeps `keysweep.yaml`. Paths are written when an assignment is made and stay as they are, whatever becomes of the
 * OU; only when the file is refused are they, and the accounts it excludes, brought up to date with the next edit.
 */
export class Author {
  #settings: Settings;
  #assignments: readonly MeantAssignment[];
  #written: Written['assignments'];
  /** Whether the file as it is was refused. */
  wasRefused = false;

  constructor(settings: Settings, assignments: readonly MeantAssignment[], organization: Organization) {
    this.#settings = settings;
    this.#assignments = assignments;
    this.#written = writeAssignments(assignments, organization);
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** The file with some of it changed. */
  edit(
    change: Partial<Settings> & { readonly assignments?: readonly MeantAssignment[] },
    organization: Organization,
  ): Written {
    const { assignments, ...settings } = change;
    this.#settings = { ...this.#settings, ...settings };
    if (assignments !== undefined) this.#assignments = assignments;
    if (assignments !== undefined || this.wasRefused) this.#written = writeAssignments(this.#assignments, organization);
    if (this.wasRefused) this.#settings = { ...this.#settings, excluded: stillThere(this.#settings, organization) };
    return { ...this.#settings, assignments: this.#written };
  }
}

function stillThere({ excluded }: Settings, { accounts }: Organization): string[] {
  return excluded.filter((id) => accounts.has(id));
}
