import { describe, expect, it } from 'vitest';
import { stackInstances, type StackInstancesOptions } from '../src/index.ts';
import { networkError, stub, type StubAnswer } from './wire.ts';

const NAMESPACE = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';

function page(members: readonly string[], token = ''): StubAnswer {
  const next = token === '' ? '' : `<NextToken>${token}</NextToken>`;
  const summaries = `<Summaries>${members.map((member) => `<member>${member}</member>`).join('')}</Summaries>`;
  const result = `<ListStackInstancesResult>${summaries}${next}</ListStackInstancesResult>`;
  return {
    status: 200,
    body: `<ListStackInstancesResponse xmlns="${NAMESPACE}">${result}</ListStackInstancesResponse>`,
  };
}

function instance(account: string, status: string, region = 'eu-west-1'): string {
  return `<Account>${account}</Account><Region>${region}</Region><Status>${status}</Status>`;
}

function refusal(status: number, code: string): StubAnswer {
  const body = `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code><Message>m</Message></Error></ErrorResponse>`;
  return { status, body };
}

function reading(answers: readonly StubAnswer[], options: StackInstancesOptions = {}) {
  const wire = stub(answers, { maxAttempts: 1 });
  return { ...wire, instances: stackInstances(wire.connection, options) };
}

describe('the stack instances', () => {
  it('are read on all pages, empty ones included, by account and with the status that AWS gives', async () => {
    const { instances, sent } = reading([
      page([instance('111111111111', 'CURRENT'), instance('222222222222', 'OUTDATED')], 't'),
      page([], 'u'),
      page([instance('333333333333', 'INOPERABLE')]),
    ]);
    expect(await instances.read()).toEqual({
      state: 'known',
      value: new Map([
        ['111111111111', 'CURRENT'],
        ['222222222222', 'OUTDATED'],
        ['333333333333', 'INOPERABLE'],
      ]),
    });
    expect(sent.map(({ parameters }) => parameters)).toMatchObject([
      { Action: 'ListStackInstances', StackSetName: 'keysweep', CallAs: 'SELF', MaxResults: '100' },
      { NextToken: 't' },
      { NextToken: 'u' },
    ]);
  });

  it('are asked for as a delegated administrator where one is', async () => {
    const { instances, sent } = reading([page([])], { callAs: 'DELEGATED_ADMIN' });
    expect(await instances.read()).toEqual({ state: 'known', value: new Map() });
    expect(sent[0]?.parameters).toMatchObject({ CallAs: 'DELEGATED_ADMIN' });
  });

  it('count in the Region of the agents alone', async () => {
    const elsewhere = instance('111111111111', 'CURRENT', 'us-east-1');
    const { instances } = reading([page([elsewhere, instance('111111111111', 'OUTDATED')])]);
    expect(await instances.read()).toEqual({ state: 'known', value: new Map([['111111111111', 'OUTDATED']]) });
  });

  it('are absent where there is no StackSet', async () => {
    const { instances } = reading([refusal(404, 'StackSetNotFoundException')]);
    expect(await instances.read()).toEqual({ state: 'absent' });
  });

  const first = page([instance('111111111111', 'CURRENT')], 't');
  it.each<[string, readonly StubAnswer[], string]>([
    ['they are denied', [refusal(403, 'AccessDenied')], 'access-denied'],
    ['the line breaks', [networkError('ECONNRESET')], 'network'],
    ['the second page is denied', [first, refusal(403, 'AccessDenied')], 'access-denied'],
    ['the StackSet vanishes between two pages', [first, refusal(404, 'StackSetNotFoundException')], 'not-found'],
    ['a token comes twice', [first], 'malformed'],
    ['one has no account', [page(['<Region>eu-west-1</Region><Status>CURRENT</Status>'])], 'malformed'],
    ['one has no status', [page([instance('111111111111', '')])], 'malformed'],
    [
      'an account has two',
      [page([instance('111111111111', 'CURRENT'), instance('111111111111', 'OUTDATED')])],
      'malformed',
    ],
    ['the answer is none', [{ status: 200, body: '<html></html>' }], 'malformed'],
  ])('are unknown, all of them, where %s', async (_, answers, kind) => {
    expect(await reading(answers).instances.read()).toMatchObject({ state: 'unknown', failure: { kind } });
  });
});
