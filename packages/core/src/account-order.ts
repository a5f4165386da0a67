import type { ManifestAccount } from './manifest.ts';

/** What of an account says where it stands. */
export type PlacedAccount = Pick<ManifestAccount, 'organizationalUnitPath' | 'name' | 'accountId'>;

/** The order of a summary and of all its files: by path, then by name, then by id; by code units, so the same everywhere. */
export function compareAccounts(left: PlacedAccount, right: PlacedAccount): number {
  const [before, after] = [placeOf(left), placeOf(right)];
  return before < after ? -1 : Number(before > after);
}

function placeOf({ organizationalUnitPath, name, accountId }: PlacedAccount): string {
  return `${organizationalUnitPath}\n${name}\n${accountId}`;
}
