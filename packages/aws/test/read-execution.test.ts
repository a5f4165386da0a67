import { expect, it } from 'vitest';
import { readExecution } from '../src/index.ts';
import { jsonAnswer, networkError, stub, type StubAnswer } from './wire.ts';

const ARN = 'arn:aws:states:eu-west-1:111111111111:execution:keysweep-sweep:0a1b';
const read = (answer: StubAnswer) => readExecution(stub([answer], { maxAttempts: 1 }).connection, ARN);

it('says how an execution stands, and what it was started with', async () => {
  const wire = stub([jsonAnswer(200, { status: 'RUNNING', startDate: 1_700_000_000, input: '{"policy":"weekly"}' })]);
  expect(await readExecution(wire.connection, ARN)).toEqual({
    state: 'known',
    value: {
      status: 'RUNNING',
      startedAt: new Date(1_700_000_000_000),
      input: '{"policy":"weekly"}',
      output: null,
      error: null,
      cause: null,
    },
  });
  expect(JSON.parse(wire.sent[0]?.body ?? '')).toEqual({ executionArn: ARN });
});

it('says how one ended, in its words', async () => {
  const ended = { status: 'FAILED', startDate: 1, error: 'ApprovalRefused', cause: 'why' };
  expect(await read(jsonAnswer(200, ended))).toMatchObject({
    value: { status: 'FAILED', input: '{}', output: null, error: 'ApprovalRefused', cause: 'why' },
  });
});

it.each<[string, StubAnswer, object]>([
  ['does not exist', jsonAnswer(400, { message: 'm' }, 'ExecutionDoesNotExist'), { state: 'absent' }],
  ['has no status', jsonAnswer(200, { startDate: 1 }), { state: 'unknown', failure: { kind: 'malformed' } }],
  ['has no start', jsonAnswer(200, { status: 'RUNNING' }), { state: 'unknown', failure: { kind: 'malformed' } }],
  [
    'is not shown',
    jsonAnswer(400, { message: 'm' }, 'AccessDeniedException'),
    { state: 'unknown', failure: { kind: 'access-denied' } },
  ],
  ['cannot be asked about', networkError('ECONNRESET'), { state: 'unknown', failure: { kind: 'network' } }],
])('one that %s is not known', async (_, answer, reading) => {
  expect(await read(answer)).toMatchObject(reading);
});
