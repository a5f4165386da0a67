import { describe, expect, it } from 'vitest';
import { organizationReader } from '../src/index.ts';
import { jsonAnswer, stub, type SentRequest, type StubAnswer } from './wire.ts';

type Input = Readonly<Record<string, unknown>>;
type Answers = Record<string, (input: Input) => unknown>;

const ROOT = { Id: 'r-ab12', Name: 'Root' };
const account = (Id: string, Paths: readonly string[] | undefined, State = 'ACTIVE') => ({
  Id,
  Name: `n${Id}`,
  Email: `${Id}@x`,
  State,
  Status: 'ACTIVE',
  Paths,
});
const UNITS: Record<string, readonly { Id: string; Name: string }[]> = {
  'r-ab12': [
    { Id: 'ou-ab12-workloads', Name: 'Workloads' },
    { Id: 'ou-ab12-suspended', Name: 'Suspended' },
  ],
  'ou-ab12-workloads': [{ Id: 'ou-ab12-prod', Name: 'Prod' }],
};
const BASE: Answers = {
  DescribeOrganization: () => ({ Organization: { Id: 'o-example', MasterAccountId: '111111111111' } }),
  ListRoots: () => ({ Roots: [ROOT] }),
  ListOrganizationalUnitsForParent: ({ ParentId }) => ({ OrganizationalUnits: UNITS[String(ParentId)] ?? [] }),
  ListAccounts: () => ({
    Accounts: [
      account('111111111111', ['o-example/r-ab12/111111111111/']),
      account('222222222222', ['o-example/r-ab12/ou-ab12-workloads/ou-ab12-prod/222222222222']),
      account('333333333333', ['o-example/r-ab12/ou-ab12-suspended/'], 'SUSPENDED'),
    ],
  }),
};

function read(overrides: Answers = {}) {
  const answers: Answers = { ...BASE, ...overrides };
  const wire = stub(
    (request) => {
      const answer = answers[operationOf(request)]?.(JSON.parse(request.body) as Input);
      return isAnswer(answer) ? answer : jsonAnswer(200, answer ?? {});
    },
    { maxAttempts: 1 },
  );
  return organizationReader(wire.connection)
    .snapshot()
    .then((reading) => ({ reading, sent: wire.sent }));
}

function operationOf({ headers }: SentRequest): string {
  return headers['x-amz-target']?.split('.')[1] ?? '';
}

function isAnswer(answer: unknown): answer is StubAnswer {
  return typeof answer === 'object' && answer !== null && 'status' in answer;
}

const refusal = jsonAnswer(400, { Message: 'no' }, 'AccessDeniedException');

it('reads the units in one walk and places accounts by their paths', async () => {
  const { reading, sent } = await read();
  expect(reading).toEqual({
    state: 'known',
    value: {
      id: 'o-example',
      managementAccountId: '111111111111',
      rootId: 'r-ab12',
      organizationalUnits: [
        { id: 'ou-ab12-workloads', name: 'Workloads', parentId: 'r-ab12' },
        { id: 'ou-ab12-suspended', name: 'Suspended', parentId: 'r-ab12' },
        { id: 'ou-ab12-prod', name: 'Prod', parentId: 'ou-ab12-workloads' },
      ],
      accounts: [
        { id: '111111111111', name: 'n111111111111', email: '111111111111@x', state: 'ACTIVE', parentId: 'r-ab12' },
        {
          id: '222222222222',
          name: 'n222222222222',
          email: '222222222222@x',
          state: 'ACTIVE',
          parentId: 'ou-ab12-prod',
        },
        {
          id: '333333333333',
          name: 'n333333333333',
          email: '333333333333@x',
          state: 'SUSPENDED',
          parentId: 'ou-ab12-suspended',
        },
      ],
    },
  });
  expect(sent.map(operationOf)).not.toContain('ListAccountsForParent');
});

it('asks every parent for its accounts where one account has no path', async () => {
  const accounts = [account('111111111111', ['o-example/r-ab12/']), account('222222222222', undefined)];
  const { reading } = await read({
    ListAccounts: () => ({ Accounts: accounts }),
    ListAccountsForParent: ({ ParentId }) => ({
      Accounts:
        ParentId === 'r-ab12' ? [{ Id: '111111111111' }] : ParentId === 'ou-ab12-prod' ? [{ Id: '222222222222' }] : [],
    }),
  });
  expect(reading).toMatchObject({ value: { accounts: [{ parentId: 'r-ab12' }, { parentId: 'ou-ab12-prod' }] } });
});

it('follows tokens through empty pages', async () => {
  const { reading, sent } = await read({
    ListOrganizationalUnitsForParent: ({ ParentId, NextToken }) => {
      if (ParentId !== 'r-ab12') return { OrganizationalUnits: [] };
      if (NextToken === undefined) return { OrganizationalUnits: [], NextToken: 't1' };
      return { OrganizationalUnits: [{ Id: 'ou-ab12-late', Name: 'Late' }] };
    },
    ListAccounts: ({ NextToken }) =>
      NextToken === undefined
        ? { Accounts: [], NextToken: 'a1' }
        : { Accounts: [account('444444444444', ['o-example/r-ab12/ou-ab12-late/'])] },
  });
  expect(reading).toMatchObject({
    state: 'known',
    value: { accounts: [{ id: '444444444444', parentId: 'ou-ab12-late' }] },
  });
  const inputs = sent
    .filter((request) => operationOf(request).startsWith('List'))
    .map(({ body }) => JSON.parse(body) as Input);
  expect(inputs.map(({ MaxResults }) => MaxResults)).toEqual(inputs.map(() => 20));
});

it('never takes an account without a state for an active one', async () => {
  const stateless = { Id: '111111111111', Name: 'n', Email: 'e', Status: 'ACTIVE', Paths: ['o-example/r-ab12/'] };
  expect((await read({ ListAccounts: () => ({ Accounts: [stateless] }) })).reading).toMatchObject({
    value: { accounts: [{ state: 'UNKNOWN' }] },
  });
});

describe('the snapshot is unknown as a whole where', () => {
  const second =
    (page: unknown) =>
    ({ NextToken }: Input) =>
      NextToken === undefined ? { Accounts: [], NextToken: 't' } : page;
  it.each<[string, Answers, string]>([
    ['the organization is denied', { DescribeOrganization: () => refusal }, 'access-denied'],
    ['the roots are denied', { ListRoots: () => refusal }, 'access-denied'],
    ['there are two roots', { ListRoots: () => ({ Roots: [ROOT, { Id: 'r-zz' }] }) }, 'malformed'],
    ['there is no root', { ListRoots: () => ({ Roots: [] }) }, 'malformed'],
    [
      'a unit is denied',
      {
        ListOrganizationalUnitsForParent: ({ ParentId }) =>
          ParentId === 'ou-ab12-prod' ? refusal : { OrganizationalUnits: UNITS[String(ParentId)] ?? [] },
      },
      'access-denied',
    ],
    [
      'a unit has no name',
      { ListOrganizationalUnitsForParent: () => ({ OrganizationalUnits: [{ Id: 'ou-1' }] }) },
      'malformed',
    ],
    [
      'units go round in a circle',
      { ListOrganizationalUnitsForParent: () => ({ OrganizationalUnits: [{ Id: 'ou-1', Name: 'n' }] }) },
      'malformed',
    ],
    ['the second page of accounts is denied', { ListAccounts: second(refusal) }, 'access-denied'],
    ['the second page has no list', { ListAccounts: second({}) }, 'malformed'],
    ['a token comes twice', { ListAccounts: second({ Accounts: [], NextToken: 't' }) }, 'malformed'],
    ['a token is no text', { ListAccounts: () => ({ Accounts: [], NextToken: 5 }) }, 'malformed'],
    ['a token is empty', { ListAccounts: () => ({ Accounts: [], NextToken: '' }) }, 'malformed'],
    ['an account has no id', { ListAccounts: () => ({ Accounts: [{ Name: 'n' }] }) }, 'malformed'],
    [
      'a path is none',
      { ListAccounts: () => ({ Accounts: [account('111111111111', ['somewhere/else'])] }) },
      'malformed',
    ],
    [
      'paths disagree',
      {
        ListAccounts: () => ({
          Accounts: [account('111111111111', ['o-example/r-ab12/', 'o-example/r-ab12/ou-ab12-prod/'])],
        }),
      },
      'malformed',
    ],
    [
      'an account stands in a unit the walk did not meet',
      { ListAccounts: () => ({ Accounts: [account('111111111111', ['o-example/r-ab12/ou-ab12-new/'])] }) },
      'conflict',
    ],
    [
      'the parents of pathless accounts are denied',
      {
        ListAccounts: () => ({ Accounts: [account('111111111111', undefined)] }),
        ListAccountsForParent: () => refusal,
      },
      'access-denied',
    ],
    [
      'no parent owns to an account',
      {
        ListAccounts: () => ({ Accounts: [account('111111111111', undefined)] }),
        ListAccountsForParent: () => ({ Accounts: [] }),
      },
      'conflict',
    ],
  ])('%s', async (_, overrides, kind) => {
    expect((await read(overrides)).reading).toMatchObject({ state: 'unknown', failure: { kind } });
  });
});
