import { nameKey, reportRowOf, type AuthorizationDetail, type CredentialReport, type Reading } from '@keysweep/core';

/** A group of one name, in however many accounts it is. */
export interface GroupTally {
  /** As the first account that has it spells it. */
  readonly name: string;
  readonly accounts: number;
  readonly members: number;
  /** Members who can sign in with a password, as far as is known. */
  readonly withPassword: number;
  /** Members of whom no credential report says it. */
  readonly unknown: number;
}

/** What was read of the people of one account. */
export interface People {
  readonly details: readonly AuthorizationDetail[];
  readonly credentialReport: Reading<CredentialReport>;
}

/** Adds up groups account by account. */
export class GroupTallies {
  readonly #groups = new Map<string, GroupTally>();

  /** Counts the groups of one account, those without members as well. */
  take({ details, credentialReport }: People): void {
    const members = new Map<string, (boolean | null)[]>();
    for (const detail of details) if (detail.kind === 'group') members.set(detail.groupName, []);
    for (const detail of details) {
      if (detail.kind !== 'user') continue;
      const password = reportRowOf(credentialReport, detail.user)?.passwordEnabled ?? null;
      for (const group of detail.user.groups) {
        const known = members.get(group) ?? [];
        known.push(password);
        members.set(group, known);
      }
    }
    for (const [name, passwords] of members) this.#add(name, passwords);
  }

  /** All of them, those in most accounts first. */
  all(): GroupTally[] {
    return [...this.#groups.values()].sort(
      (left, right) =>
        right.accounts - left.accounts || right.members - left.members || (left.name < right.name ? -1 : 1),
    );
  }

  #add(name: string, passwords: readonly (boolean | null)[]): void {
    const before = this.#groups.get(nameKey(name));
    this.#groups.set(nameKey(name), {
      name: before?.name ?? name,
      accounts: (before?.accounts ?? 0) + 1,
      members: (before?.members ?? 0) + passwords.length,
      withPassword: (before?.withPassword ?? 0) + passwords.filter((password) => password === true).length,
      unknown: (before?.unknown ?? 0) + passwords.filter((password) => password === null).length,
    });
  }
}
