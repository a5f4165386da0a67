import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { OrganizationSnapshot, OrganizationalUnit } from '@keysweep/core';

const examples = new URL('../../../../../examples/', import.meta.url);

interface UnitTree {
  readonly [name: string]: UnitTree;
}

interface Description {
  readonly organization: { readonly id: string; readonly managementAccount: string };
  readonly organizationalUnits: UnitTree;
  readonly accounts: readonly {
    readonly name: string;
    readonly id: string;
    readonly ou?: string;
    readonly state?: string;
  }[];
}

/** The example organization as AWS would list it, without what is in its accounts. */
export async function exampleOrganization(): Promise<OrganizationSnapshot> {
  const description = parse(await readFile(new URL('organization.yaml', examples), 'utf8')) as Description;
  const organizationalUnits: OrganizationalUnit[] = [];
  const idOf = new Map([['/', 'r-ab12']]);
  const add = (tree: UnitTree, parentPath: string, parentId: string): void => {
    for (const [name, below] of Object.entries(tree)) {
      const id = `ou-ab12-${String(idOf.size).padStart(8, '0')}`;
      const path = `${parentPath}/${name.replaceAll('/', '\\/')}`;
      organizationalUnits.push({ id, name, parentId });
      idOf.set(path, id);
      add(below, path, id);
    }
  };
  add(description.organizationalUnits, '', 'r-ab12');
  const management = description.accounts.find(({ name }) => name === description.organization.managementAccount);
  return {
    id: description.organization.id,
    managementAccountId: management?.id ?? '',
    rootId: 'r-ab12',
    organizationalUnits,
    accounts: description.accounts.map(({ id, name, ou = '/', state = 'ACTIVE' }) => ({
      id,
      name,
      email: '',
      state,
      parentId: idOf.get(ou) ?? ou,
    })),
  };
}
