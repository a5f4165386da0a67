import { BEGINNING, type JoiningAccount, type JoiningKey, type JoiningPerson } from './world.ts';

const GROUPS = ['Developers', 'Administrators', 'Robots'] as const;
/** The group that a policy may exempt, and that bare accounts lack. */
export const EXEMPT_GROUP = 'BreakGlass';

type Part = Omit<JoiningPerson, 'name' | 'keys'> & { readonly keys: readonly Omit<JoiningKey, 'id'>[] };

const old = { status: 'Active', ageDays: 400 } as const;
const unused = { status: 'Inactive', ageDays: 400 } as const;
const young = { status: 'Active', ageDays: 3 } as const;
const developer = { groups: ['Developers'], tags: [], password: true } as const;

/** The people an account may have, by name: one for each way a policy can look at somebody. */
const CAST = {
  ada: { ...developer, keys: [old] },
  bob: { ...developer, groups: ['Administrators', 'developers'], keys: [old, unused] },
  cleo: { ...developer, groups: ['ADMINISTRATORS'], keys: [young] },
  dan: { ...developer, password: false, keys: [old] },
  eve: { ...developer, tags: [{ key: 'Keysweep-Exempt', value: '' }], keys: [old] },
  finn: { ...developer, groups: ['Administrators'], tags: until('2020-01-01'), keys: [old] },
  gwen: { ...developer, tags: until('2099-12-31'), keys: [old] },
  hugo: { ...developer, groups: ['Developers', 'breakglass'], keys: [old, young] },
  sealed: { ...developer, keys: [old] },
  robot: { ...developer, groups: ['Robots'], password: false, keys: [old, old] },
  nobody: { ...developer, groups: [], keys: [unused] },
} as const satisfies Readonly<Record<string, Part>>;

/** The name of one of them. */
export type CastName = keyof typeof CAST;
/** All of their names. */
export const CAST_NAMES = Object.keys(CAST) as CastName[];
/** Whom a policy may exempt by name. */
export const EXEMPT_USER = 'Sealed';

function until(value: string) {
  return [{ key: 'keysweep-exempt-until', value }];
}

/** The groups of an account; without the exempt one where it is bare. */
export function groupsOf(bare: boolean): string[] {
  return bare ? [...GROUPS] : [...GROUPS, EXEMPT_GROUP];
}

/** These people in an account, with keys that are nobody else's, and in no group that the account does not have. */
export function peopleOf(names: readonly CastName[], { id, bare }: { id: string; bare: boolean }): JoiningPerson[] {
  return names.map((name) => {
    const part: Part = CAST[name];
    const groups = part.groups.filter((group) => !bare || group.toLowerCase() !== EXEMPT_GROUP.toLowerCase());
    return { ...part, name, groups, keys: part.keys.map((key, at) => ({ ...key, id: keyId(id, name, at) })) };
  });
}

/** The management account that every world begins with. */
export const MANAGEMENT: JoiningAccount = {
  id: BEGINNING.managementAccountId,
  name: 'Management',
  unit: BEGINNING.rootId,
  groups: groupsOf(false),
  people: peopleOf(['ada', 'eve', 'robot'], { id: BEGINNING.managementAccountId, bare: false }),
  condition: 'working',
};

/** The n-th key that a user ever had: `AKIA200000000007ADA0`. */
export function keyId(accountId: string, userName: string, ordinal: number): string {
  return `AKIA${accountId}${userName.toUpperCase()}${ordinal}`;
}
