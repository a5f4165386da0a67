import { describe, expect, it } from 'vitest';
import { indexOrganization } from './organization-index.ts';
import { parseOrganizationSnapshot, snapshotProblems } from './organization-snapshot.ts';
import type { OrganizationSnapshot } from './organization.ts';

const unit = (id: string, name: string, parentId = 'r-ab12') => ({
  id: `ou-ab12-${id.padEnd(8, '0')}`,
  name,
  parentId,
});
const account = (id: string, parentId = 'r-ab12') => ({
  id,
  name: 'a',
  email: 'a@example.com',
  state: 'ACTIVE',
  parentId,
});

function snapshot(overrides: Partial<OrganizationSnapshot> = {}): OrganizationSnapshot {
  return {
    id: 'o-0123456789',
    managementAccountId: '111122223333',
    rootId: 'r-ab12',
    organizationalUnits: [],
    accounts: [account('111122223333')],
    ...overrides,
  };
}

describe('an organization snapshot', () => {
  it('is read from plain values, and keeps nothing it does not know', () => {
    const units = [unit('a', 'A'), unit('b', 'B', 'ou-ab12-a0000000')];
    const whole = snapshot({ organizationalUnits: units });
    expect(parseOrganizationSnapshot({ ...whole, takenBy: 'somebody' })).toEqual({ ok: true, snapshot: whole });
  });

  it.each<[string, Partial<OrganizationSnapshot>, string[]]>([
    [
      'an OU id twice',
      { organizationalUnits: [unit('a', 'A'), unit('a', 'B')] },
      ['organizationalUnits.1 has the id of an earlier one: ou-ab12-a0000000'],
    ],
    [
      'an account id twice',
      { accounts: [account('111122223333'), account('111122223333')] },
      ['accounts.1 has the id of an earlier one: 111122223333'],
    ],
    [
      'two siblings of one name',
      { organizationalUnits: [unit('a', 'A'), unit('b', 'A')] },
      ['organizationalUnits.1 has the parent and name of an earlier one: ["r-ab12","A"]'],
    ],
    [
      'an OU under nothing',
      { organizationalUnits: [unit('a', 'A', 'ou-ab12-zzzzzzzz')] },
      ['organizationalUnits.0.parentId has an unknown parent, ou-ab12-zzzzzzzz'],
    ],
    [
      'an account under nothing',
      { accounts: [account('111122223333', 'r-zz99')] },
      ['accounts.0.parentId has an unknown parent, r-zz99'],
    ],
    [
      'OUs that contain each other',
      { organizationalUnits: [unit('a', 'A', 'ou-ab12-b0000000'), unit('b', 'B', 'ou-ab12-a0000000'), unit('c', 'C')] },
      ['organizationalUnits.0.parentId leads back to itself', 'organizationalUnits.1.parentId leads back to itself'],
    ],
    [
      'no management account',
      { managementAccountId: '999988887777' },
      ['managementAccountId is not among the accounts'],
    ],
  ])('cannot have %s', (_name, overrides, expected) => {
    const lines = snapshotProblems(snapshot(overrides)).map(({ path, problem }) => `${path.join('.')} ${problem}`);
    expect(lines).toEqual(expected);
    expect(parseOrganizationSnapshot(snapshot(overrides))).toMatchObject({ ok: false });
    expect(() => indexOrganization(snapshot(overrides))).toThrow(
      expect.objectContaining({ code: 'organization-invalid' }),
    );
  });

  it('says where its shape is wrong', () => {
    const value = { ...snapshot(), id: 'mine', accounts: [{ ...account('1'), state: '' }] };
    expect(parseOrganizationSnapshot(value)).toMatchObject({
      ok: false,
      problems: [
        { path: ['id'], problem: 'is not what an organization snapshot has here (invalid format)' },
        { path: ['accounts', 0, 'id'] },
        { path: ['accounts', 0, 'state'], problem: 'is not what an organization snapshot has here (too small)' },
      ],
    });
  });
});

describe('look-ups', () => {
  const index = indexOrganization(
    snapshot({
      organizationalUnits: [
        unit('b', 'R/D', 'ou-ab12-a0000000'),
        unit('a', 'Workloads'),
        unit('c', 'Deep', 'ou-ab12-b0000000'),
      ],
    }),
  );

  it.each([
    ['/', 'r-ab12'],
    ['r-ab12', 'r-ab12'],
    ['/Workloads', 'ou-ab12-a0000000'],
    ['/Workloads/R\\/D/Deep', 'ou-ab12-c0000000'],
    ['ou-ab12-c0000000', 'ou-ab12-c0000000'],
  ])('find %s', (written, id) => {
    expect(index.find(written)).toEqual({ ok: true, place: expect.objectContaining({ id, path: index.pathOf(id) }) });
  });

  it.each([
    ['/WORKLOADS', 'there is no OU /WORKLOADS in the organization', 'did you mean "/Workloads"?'],
    [
      '/Elsewhere/Below/Deep',
      'there is no OU /Elsewhere/Below/Deep in the organization',
      'did you mean "/Workloads/R\\/D/Deep"?',
    ],
    [
      '/Zebra',
      'there is no OU /Zebra in the organization',
      'it may have been renamed or moved; an ou-… id survives both',
    ],
    [
      'ou-ab12-zzzzzzzz',
      'there is no ou-ab12-zzzzzzzz in the organization',
      'the OU may have been deleted, or be of another organization',
    ],
    ['r-zz99', 'there is no r-zz99 in the organization', 'the root is r-ab12'],
    [
      'Workloads',
      '"Workloads" is neither a path of OU names nor the id of an OU',
      'a path starts at the root: "/Workloads"',
    ],
  ])('do not find %s', (written, problem, hint) => {
    expect(index.find(written)).toEqual({ ok: false, problem, hint });
  });

  it('know the way up, and no place that is not there', () => {
    expect(index.lineageOf('ou-ab12-c0000000')).toEqual([
      'ou-ab12-c0000000',
      'ou-ab12-b0000000',
      'ou-ab12-a0000000',
      'r-ab12',
    ]);
    expect(() => index.pathOf('ou-ab12-zzzzzzzz')).toThrow(expect.objectContaining({ code: 'internal' }));
  });
});
