import { describe, expect, it } from 'vitest';
import {
  followStack,
  prepareChangeSet,
  readBootstrapVersion,
  readBucket,
  readCallerIdentity,
  readStack,
  readStackResources,
  readStackTemplate,
  readStaged,
  releaseStackInstances,
  stage,
  stagingBucketOf,
  type ChangeSetRequest,
  type StackLook,
} from '../src/index.ts';
import { iamError, jsonAnswer, networkError, stub, type SentRequest, type StubAnswer } from './wire.ts';

const NAMESPACE = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';
const ONCE = { maxAttempts: 1 };
const noPause = { sleep: () => Promise.resolve() };

function answer(operation: string, result: string): StubAnswer {
  const body = `<${operation}Result>${result}</${operation}Result>`;
  return { status: 200, body: `<${operation}Response xmlns="${NAMESPACE}">${body}</${operation}Response>` };
}

function refusal(code: string, message: string): StubAnswer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status: 400, body: `<ErrorResponse xmlns="${NAMESPACE}">${error}</ErrorResponse>` };
}

/** Answers every operation from its own list; the last answer of a list goes on. */
function byOperation(lists: Readonly<Record<string, readonly StubAnswer[]>>) {
  const asked = new Map<string, number>();
  return stub((request: SentRequest) => {
    const operation = request.parameters['Action'] ?? '';
    const list = lists[operation] ?? [];
    const index = asked.get(operation) ?? 0;
    asked.set(operation, index + 1);
    return list[Math.min(index, list.length - 1)] ?? new TypeError(`nothing to answer ${operation}`);
  }, ONCE);
}

const status = (name: string, reason = ''): StubAnswer =>
  answer(
    'DescribeStacks',
    `<Stacks><member><StackId>id</StackId><StackName>n</StackName><StackStatus>${name}</StackStatus><StackStatusReason>${reason}</StackStatusReason></member></Stacks>`,
  );

describe('a stack', () => {
  it('is known by its status, absent where CloudFormation says so in words, unknown otherwise', async () => {
    const { connection } = byOperation({
      DescribeStacks: [
        status('UPDATE_COMPLETE'),
        refusal('ValidationError', 'Stack with id n does not exist'),
        refusal('ValidationError', '1 validation error detected'),
        answer('DescribeStacks', '<Stacks/>'),
      ],
    });
    const read = () => readStack(connection, 'n');
    expect(await read()).toMatchObject({ state: 'known', value: { id: 'id', status: 'UPDATE_COMPLETE' } });
    expect((await read()).state).toBe('absent');
    expect((await read()).state).toBe('unknown');
    expect((await read()).state).toBe('unknown');
  });

  it('has a template and resources, which may be unreadable', async () => {
    const member =
      '<member><LogicalResourceId>Key</LogicalResourceId><PhysicalResourceId>k-1</PhysicalResourceId></member>';
    const { connection, sent } = byOperation({
      GetTemplate: [
        answer('GetTemplate', '<TemplateBody>{}</TemplateBody>'),
        answer('GetTemplate', ''),
        iamError(403, 'AccessDenied'),
      ],
      DescribeStackResources: [
        answer('DescribeStackResources', `<StackResources>${member}</StackResources>`),
        networkError('ECONNRESET'),
      ],
    });
    expect(await readStackTemplate(connection, 'n')).toEqual({ state: 'known', value: '{}' });
    expect(sent[0]?.parameters).toMatchObject({ TemplateStage: 'Original' });
    expect((await readStackTemplate(connection, 'n')).state).toBe('unknown');
    expect((await readStackTemplate(connection, 'n')).state).toBe('unknown');
    expect(await readStackResources(connection, 'n')).toEqual({ state: 'known', value: new Map([['Key', 'k-1']]) });
    expect((await readStackResources(connection, 'n')).state).toBe('unknown');
  });
});

describe('a change set', () => {
  const request: ChangeSetRequest = {
    stackName: 'n',
    kind: 'UPDATE',
    template: { body: '{}' },
    parameters: { A: 'b' },
  };
  const CREATED = answer('CreateChangeSet', '<Id>cs</Id><StackId>s</StackId>');
  const DELETED = answer('DeleteChangeSet', '');
  const described = (state: string, rest = ''): StubAnswer =>
    answer('DescribeChangeSet', `<Status>${state}</Status>${rest}`);
  const change = (action: string, id: string, replacement = ''): string =>
    `<member><Type>Resource</Type><ResourceChange><Action>${action}</Action><LogicalResourceId>${id}</LogicalResourceId><ResourceType>T</ResourceType>${replacement === '' ? '' : `<Replacement>${replacement}</Replacement>`}</ResourceChange></member>`;

  it('is waited for and read on all pages; tags are not mentioned', async () => {
    const { connection, sent } = byOperation({
      CreateChangeSet: [CREATED],
      DescribeChangeSet: [
        described('CREATE_PENDING'),
        described('CREATE_IN_PROGRESS'),
        described('CREATE_COMPLETE', `<Changes>${change('Add', 'A')}</Changes><NextToken>t</NextToken>`),
        described(
          'CREATE_COMPLETE',
          `<Changes>${change('Modify', 'B', 'Conditional')}${change('Modify', 'C', 'True')}</Changes>`,
        ),
      ],
    });
    expect(await prepareChangeSet(connection, request, noPause)).toEqual({
      state: 'prepared',
      changeSet: {
        id: 'cs',
        stackId: 's',
        changes: [
          { action: 'Add', logicalId: 'A', type: 'T', replacement: 'no' },
          { action: 'Modify', logicalId: 'B', type: 'T', replacement: 'perhaps' },
          { action: 'Modify', logicalId: 'C', type: 'T', replacement: 'yes' },
        ],
      },
    });
    expect(sent[0]?.parameters).toMatchObject({
      ChangeSetType: 'UPDATE',
      'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
      'Parameters.member.1.ParameterKey': 'A',
    });
    expect(Object.keys(sent[0]?.parameters ?? {}).filter((key) => key.startsWith('Tags'))).toEqual([]);
  });

  it.each([
    "The submitted information didn't contain changes. Submit different information.",
    'No updates are to be performed.',
  ])('without changes is deleted and no failure: %s', async (reason) => {
    const failed = described('FAILED', `<StatusReason>${reason}</StatusReason>`);
    const { connection, sent } = byOperation({
      CreateChangeSet: [CREATED],
      DescribeChangeSet: [failed],
      DeleteChangeSet: [DELETED],
    });
    expect(await prepareChangeSet(connection, request, noPause)).toEqual({ state: 'no-changes' });
    expect(sent.at(-1)?.parameters).toMatchObject({ Action: 'DeleteChangeSet', ChangeSetName: 'cs' });
  });

  it('that fails, or cannot be read, is deleted, and the stack that it left is named', async () => {
    const { connection, sent } = byOperation({
      CreateChangeSet: [CREATED],
      DescribeChangeSet: [
        described('FAILED', '<StatusReason>bad template</StatusReason>'),
        iamError(403, 'AccessDenied'),
      ],
      DeleteChangeSet: [DELETED],
    });
    const prepare = () => prepareChangeSet(connection, { ...request, kind: 'CREATE' }, noPause);
    expect(await prepare()).toMatchObject({ state: 'failed', stackId: 's', failure: { message: 'bad template' } });
    expect(await prepare()).toMatchObject({ state: 'failed', stackId: 's', failure: { kind: 'access-denied' } });
    const deletions = sent.filter(({ parameters }) => parameters['Action'] === 'DeleteChangeSet');
    expect(deletions).toHaveLength(2);
  });

  it('that is refused leaves nothing', async () => {
    const { connection, sent } = byOperation({ CreateChangeSet: [refusal('ValidationError', 'Template error')] });
    expect(await prepareChangeSet(connection, request)).toMatchObject({ state: 'failed', stackId: null });
    expect(sent).toHaveLength(1);
  });
});

describe('following a stack', () => {
  const event = (id: string, what: string, reason = ''): string =>
    `<member><StackId>id</StackId><StackName>n</StackName><EventId>${id}</EventId><Timestamp>2026-11-20T00:00:00Z</Timestamp><LogicalResourceId>${id}</LogicalResourceId><ResourceType>T</ResourceType><ResourceStatus>${what}</ResourceStatus>${reason === '' ? '' : `<ResourceStatusReason>${reason}</ResourceStatusReason>`}</member>`;
  const events = (...members: readonly string[]): StubAnswer =>
    answer('DescribeStackEvents', `<StackEvents>${members.join('')}</StackEvents>`);

  it('goes on until its status is an end, and takes the status of before for none', async () => {
    const { connection } = byOperation({
      DescribeStacks: [status('CREATE_COMPLETE'), status('UPDATE_IN_PROGRESS'), status('UPDATE_COMPLETE')],
      DescribeStackEvents: [
        events(event('old', 'CREATE_COMPLETE')),
        events(event('new1', 'UPDATE_IN_PROGRESS'), event('old', 'CREATE_COMPLETE')),
        events(event('new2', 'UPDATE_COMPLETE'), event('new1', 'UPDATE_IN_PROGRESS')),
      ],
    });
    const looks: StackLook[] = [];
    const onLook = (look: StackLook): void => void looks.push(look);
    const end = await followStack(connection, { id: 'id', after: 'old' }, { ...noPause, onLook });
    expect(end).toEqual({ state: 'succeeded', status: 'UPDATE_COMPLETE' });
    expect(looks.map(({ status: at, events: seen }) => [at, ...seen.map(({ id }) => id)])).toEqual([
      ['CREATE_COMPLETE'],
      ['UPDATE_IN_PROGRESS', 'new1'],
      ['UPDATE_COMPLETE', 'new2'],
    ]);
  });

  it('says what failed first, and not what was only cancelled with it', async () => {
    const { connection } = byOperation({
      DescribeStacks: [status('ROLLBACK_COMPLETE', 'The following resource(s) failed')],
      DescribeStackEvents: [
        events(
          event('Third', 'CREATE_FAILED', 'later'),
          event('Second', 'CREATE_FAILED', 'already exists'),
          event('First', 'CREATE_FAILED', 'Resource creation cancelled'),
        ),
      ],
    });
    expect(await followStack(connection, { id: 'id', after: null }, noPause)).toEqual({
      state: 'failed',
      status: 'ROLLBACK_COMPLETE',
      reason: 'Second (T): already exists',
    });
  });

  it('ends as unknown where it cannot be looked at any more', async () => {
    const blind = byOperation({ DescribeStacks: [iamError(403, 'AccessDenied')] });
    expect(await followStack(blind.connection, { id: 'id', after: null })).toMatchObject({ state: 'unknown' });
    const deaf = byOperation({
      DescribeStacks: [status('UPDATE_IN_PROGRESS')],
      DescribeStackEvents: [iamError(403, 'AccessDenied')],
    });
    expect(await followStack(deaf.connection, { id: 'id', after: null })).toMatchObject({ state: 'unknown' });
    const gone = byOperation({ DescribeStacks: [refusal('ValidationError', 'does not exist')] });
    expect(await followStack(gone.connection, { id: 'id', after: null })).toMatchObject({
      failure: { code: 'StackGone' },
    });
  });

  it('stops when it is told to', async () => {
    const { connection } = byOperation({
      DescribeStacks: [status('UPDATE_IN_PROGRESS')],
      DescribeStackEvents: [events(event('new', 'UPDATE_IN_PROGRESS'))],
    });
    const following = followStack(connection, { id: 'id', after: null }, { signal: AbortSignal.abort() });
    await expect(following).rejects.toThrow('aborted');
  });
});

describe('letting go of stack instances', () => {
  const instance = {
    accountId: '300011112222',
    region: 'us-east-1',
    status: 'OUTDATED',
    detailedStatus: 'SKIPPED_SUSPENDED_ACCOUNT',
    reason: null,
    organizationalUnitId: 'ou-1',
  } as const;
  const operation = (state: string): StubAnswer =>
    answer('DescribeStackSetOperation', `<StackSetOperation><Status>${state}</Status></StackSetOperation>`);
  const release = (lists: Readonly<Record<string, readonly StubAnswer[]>>) => {
    const wire = byOperation(lists);
    const address = { name: 'keysweep', callAs: 'DELEGATED_ADMIN' } as const;
    return { ...wire, outcome: releaseStackInstances(wire.connection, address, { instances: [instance], ...noPause }) };
  };
  const BEGUN = [answer('DeleteStackInstances', '<OperationId>o</OperationId>')];

  it('retains their stacks and waits until the operation has ended', async () => {
    const { outcome, sent } = release({
      DeleteStackInstances: BEGUN,
      DescribeStackSetOperation: [operation('QUEUED'), operation('RUNNING'), operation('SUCCEEDED')],
    });
    expect(await outcome).toBeNull();
    expect(sent[0]?.parameters).toMatchObject({
      RetainStacks: 'true',
      CallAs: 'DELEGATED_ADMIN',
      'DeploymentTargets.Accounts.member.1': '300011112222',
      'DeploymentTargets.OrganizationalUnitIds.member.1': 'ou-1',
      'DeploymentTargets.AccountFilterType': 'INTERSECTION',
    });
  });

  it('says what became of it where it fails', async () => {
    const failing = release({ DeleteStackInstances: BEGUN, DescribeStackSetOperation: [operation('FAILED')] });
    expect(await failing.outcome).toMatchObject({ code: 'FAILED' });
    const refused = release({ DeleteStackInstances: [refusal('OperationInProgressException', 'busy')] });
    expect(await refused.outcome).toMatchObject({ code: 'OperationInProgressException' });
  });
});

describe('the staging bucket', () => {
  const bucket = stagingBucketOf('111122223333', 'eu-west-1');
  const file = { key: 'a.zip', body: new Uint8Array([1]) };
  const head = (code: number): StubAnswer => ({ status: code, body: '' });

  it('gets a file only where none of its name is there, and only if it is ours', async () => {
    const there = stub([head(200)], ONCE);
    expect(await stage(there.connection, bucket, file)).toBeNull();
    const missing = stub([head(404), head(200)], ONCE);
    expect(await stage(missing.connection, bucket, file)).toBeNull();
    expect([there, missing].map(({ sent }) => sent.map(({ method }) => method))).toEqual([['HEAD'], ['HEAD', 'PUT']]);
    for (const { headers } of [...there.sent, ...missing.sent])
      expect(headers['x-amz-expected-bucket-owner']).toBe('111122223333');
  });

  it('that refuses is a failure, whichever request it is', async () => {
    expect(await stage(stub([head(403)], ONCE).connection, bucket, file)).toMatchObject({ kind: 'access-denied' });
    const refused = stub([head(404), head(403)], ONCE);
    expect(await stage(refused.connection, bucket, file)).toMatchObject({ operation: 's3:PutObject' });
  });

  it('gives back what is there; a bucket is there, not there, or not to be seen', async () => {
    expect((await readStaged(stub([{ status: 200, body: 'x' }], ONCE).connection, bucket, 'a')).state).toBe('known');
    const gone = { status: 404, body: '<Error><Code>NoSuchKey</Code><Message>m</Message></Error>' };
    expect((await readStaged(stub([gone], ONCE).connection, bucket, 'a')).state).toBe('absent');
    expect((await readStaged(stub([head(403)], ONCE).connection, bucket, 'a')).state).toBe('unknown');
    const states = [200, 404, 403].map(
      async (code) => (await readBucket(stub([head(code)], ONCE).connection, bucket)).state,
    );
    expect(await Promise.all(states)).toEqual(['known', 'absent', 'unknown']);
  });

  it('comes with a version, which is a number or not understood', async () => {
    const read = (value: StubAnswer) => readBootstrapVersion(stub([value], ONCE).connection);
    expect(await read(jsonAnswer(200, { Parameter: { Value: '21' } }))).toEqual({ state: 'known', value: 21 });
    expect((await read(jsonAnswer(200, { Parameter: { Value: 'new' } }))).state).toBe('unknown');
    expect((await read(jsonAnswer(400, {}, 'ParameterNotFound'))).state).toBe('absent');
    expect((await read(jsonAnswer(400, {}, 'AccessDeniedException'))).state).toBe('unknown');
  });
});

it('a caller without credentials that AWS knows is unknown', async () => {
  const { connection } = stub([iamError(403, 'InvalidClientTokenId')], ONCE);
  expect(await readCallerIdentity(connection)).toMatchObject({ state: 'unknown', failure: { kind: 'access-denied' } });
});
