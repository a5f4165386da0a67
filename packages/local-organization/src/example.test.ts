import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { LocalOrganization } from './local-organization.ts';

const EXAMPLE = fileURLToPath(new URL('../../../examples/organization.yaml', import.meta.url));

describe('examples/organization.yaml', () => {
  let organization: LocalOrganization;
  beforeAll(async () => {
    organization = await LocalOrganization.fromFile(EXAMPLE, { now: () => new Date('2026-11-20T23:55:00Z') });
  });
  const named = (name: string) => organization.accounts().find((account) => account.name === name);

  it('has fourteen accounts, one of them three units down', () => {
    expect(organization.accounts()).toHaveLength(14);
    expect(named('Cardholder Data')?.organizationalUnitPath).toBe('/Workloads/Prod/Regulated');
  });

  it('has a group of 250 with 334 access keys', () => {
    const { id = '' } = named('Product Engineering') ?? {};
    const members = organization.users(id).filter((user) => user.groups.includes('Developers'));
    expect(members).toHaveLength(250);
    expect(members.flatMap((user) => user.accessKeys)).toHaveLength(334);
  });

  it('has an account with 150 access keys', () => {
    const { id = '' } = named('Legacy Monolith') ?? {};
    expect(organization.users(id).flatMap((user) => user.accessKeys)).toHaveLength(150);
  });
});
