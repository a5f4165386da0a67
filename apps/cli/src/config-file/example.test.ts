import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { resolveAssignments, type OrganizationSnapshot, type OrganizationalUnit } from '@keysweep/core';
import { readConfigFile } from './config-file.ts';

const examples = new URL('../../../../examples/', import.meta.url);
const configPath = fileURLToPath(new URL('keysweep.yaml', examples));

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
async function exampleOrganization(): Promise<OrganizationSnapshot> {
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

describe('the example configuration', () => {
  it('begins with what makes editors check it', async () => {
    expect(await readFile(configPath, 'utf8')).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/packages\/core\/keysweep\.schema\.json\n/,
    );
  });

  it('fits the example organization, without a problem or a warning', async () => {
    const read = await readConfigFile(configPath);
    expect(read).toMatchObject({ ok: true, warnings: [] });
    const { config } = read as Extract<typeof read, { ok: true }>;
    const { accounts, problems, warnings } = resolveAssignments(config, await exampleOrganization());
    expect({ problems, warnings }).toEqual({ problems: [], warnings: [] });
    const fates = accounts.map(({ account, fate }) => [account.name, fate.kind === 'sweep' ? fate.policy : fate.kind]);
    expect(Object.fromEntries(fates)).toEqual({
      Management: 'careful',
      'Security Tooling': 'weekly',
      'Product Engineering': 'weekly',
      'Ledger Prod': 'careful',
      'Cardholder Data': 'careful',
      'Build and Release': 'weekly',
      'Mobile Dev': 'weekly',
      'Data Science': 'weekly',
      'New Joiner': 'sandbox',
      'Locked Down': 'careful',
      'Closed Last Year': 'suspended',
      'Legacy Monolith': 'careful',
      'Sandbox <b>bold</b>, "quoted"': 'sandbox',
      '<script>alert(1)</script>': 'watch',
    });
  });

  it('lets the account with 334 keys through and refuses the one with 150 under the stricter policy', async () => {
    expect(await readConfigFile(configPath)).toMatchObject({
      config: {
        policies: { weekly: { rules: { maximumRevocations: 400 } }, careful: { rules: { maximumRevocations: 100 } } },
        ceilings: { revocations: 400 },
      },
    });
  });
});
