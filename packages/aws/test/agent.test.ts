import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { KeysweepError } from '@keysweep/core';
import { afterEach, describe, expect, it } from 'vitest';
import { lambdaAgent } from '../src/index.ts';
import { jsonAnswer, networkError, stub, type StubAnswer } from './wire.ts';

const ENVELOPE = { order: '{"kind":"plan"}', signature: 'c2ln' };
const failed = (type: string) => ({
  ...answered({ errorType: type, errorMessage: 'said' }),
  headers: { 'x-amz-function-error': 'Unhandled' },
});
const refused = (status: number, type: string) => jsonAnswer(status, { Message: 'said' }, type);

function answered(body: unknown) {
  return { status: 200, body: JSON.stringify(body) };
}

async function ask(answers: readonly StubAnswer[]) {
  const wire = stub(answers);
  const pauses: number[] = [];
  const sleep = (milliseconds: number) => Promise.resolve(void pauses.push(milliseconds));
  const answer = await lambdaAgent(wire.connection, { sleep, attempts: 4 }).ask('111122223333', ENVELOPE);
  return { answer, pauses, sent: wire.sent };
}

it('invokes the function of the account and gives its answer back', async () => {
  const { answer, sent } = await ask([answered({ ok: true })]);
  expect(answer).toEqual({ state: 'answered', body: { ok: true } });
  expect(decodeURIComponent(sent[0]?.path ?? '')).toBe(
    '/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:keysweep-revoker/invocations',
  );
  expect(sent[0]?.headers).toMatchObject({ 'x-amz-invocation-type': 'RequestResponse' });
  expect(JSON.parse(sent[0]?.body ?? '')).toEqual(ENVELOPE);
});

it('asks accounts and nothing else', () => {
  expect(() => lambdaAgent(stub([]).connection).ask('111122223333:function:other', ENVELOPE)).toThrow(KeysweepError);
});

describe('an answer that is no answer', () => {
  it.each<[string, StubAnswer, object]>([
    [
      'is too large, unparsed',
      { status: 200, body: `{${' '.repeat(5 * 1024 * 1024)}` },
      { state: 'lost', failure: { kind: 'too-large' } },
    ],
    ['is no JSON', { status: 200, body: '{"a":' }, { state: 'lost', failure: { kind: 'malformed' } }],
    [
      'is no text',
      { status: 200, body: new Uint8Array([0x22, 0xff, 0x22]) },
      { state: 'lost', failure: { kind: 'malformed' } },
    ],
    ['is empty', { status: 200, body: '' }, { state: 'lost', failure: { kind: 'malformed' } }],
    ['ran out of time', failed('Sandbox.Timedout'), { state: 'lost', failure: { kind: 'timeout' } }],
    [
      'threw midway',
      failed('TypeError'),
      { state: 'lost', failure: { kind: 'service-error', code: 'TypeError', message: 'said' } },
    ],
    ['died', failed('Runtime.ExitError'), { state: 'lost' }],
    [
      'failed without saying how',
      { status: 200, body: 'null', headers: { 'x-amz-function-error': 'Unhandled' } },
      { state: 'lost', failure: { code: 'FunctionError' } },
    ],
    [
      'could not be loaded',
      failed('Runtime.ImportModuleError'),
      { state: 'unreachable', failure: { code: 'Runtime.ImportModuleError' } },
    ],
    ['has no such handler', failed('Runtime.HandlerNotFound'), { state: 'unreachable' }],
  ])('%s', async (_, answer, expected) => {
    const { answer: actual, sent } = await ask([answer]);
    expect(actual).toMatchObject(expected);
    expect(sent).toHaveLength(1);
  });
});

describe('a refusal', () => {
  it.each<[string, StubAnswer, object, number]>([
    [
      'no function',
      refused(404, 'ResourceNotFoundException'),
      { state: 'no-agent', failure: { kind: 'not-found' } },
      1,
    ],
    [
      'no right',
      refused(403, 'AccessDeniedException'),
      { state: 'unreachable', failure: { kind: 'access-denied' } },
      1,
    ],
    [
      'an order too large',
      refused(413, 'RequestTooLargeException'),
      { state: 'unreachable', failure: { kind: 'too-large' } },
      1,
    ],
    ['KMS', refused(502, 'KMSAccessDeniedException'), { state: 'unreachable' }, 1],
    ['a broken archive', refused(502, 'InvalidZipFileException'), { state: 'unreachable' }, 1],
    [
      'throttling that stays',
      refused(429, 'TooManyRequestsException'),
      { state: 'unreachable', failure: { kind: 'throttled' } },
      4,
    ],
    [
      'a function being updated',
      refused(409, 'ResourceConflictException'),
      { state: 'unreachable', failure: { kind: 'conflict' } },
      4,
    ],
    ['a function waking up', refused(502, 'ResourceNotReadyException'), { state: 'unreachable' }, 4],
    [
      'a failure inside AWS, which may come after the start',
      refused(500, 'ServiceException'),
      { state: 'lost', failure: { kind: 'service-error' } },
      1,
    ],
    ['a bad gateway', { status: 502, body: '<html>' }, { state: 'lost' }, 1],
    ['a reset connection', networkError('ECONNRESET'), { state: 'lost', failure: { kind: 'network' } }, 1],
    ['a broken pipe', networkError('EPIPE'), { state: 'lost' }, 1],
    [
      'a name that does not resolve',
      networkError('ENOTFOUND'),
      { state: 'unreachable', failure: { kind: 'network' } },
      1,
    ],
    ['a closed port', networkError('ECONNREFUSED'), { state: 'unreachable' }, 1],
  ])('by %s', async (_, answer, expected, requests) => {
    const { answer: actual, sent, pauses } = await ask([answer]);
    expect(actual).toMatchObject(expected);
    expect([sent.length, pauses.length]).toEqual([requests, requests - 1]);
  });

  it('that passes is followed by the answer', async () => {
    const { answer, pauses } = await ask([
      refused(429, 'TooManyRequestsException'),
      refused(409, 'ResourceConflictException'),
      answered(1),
    ]);
    expect(answer).toEqual({ state: 'answered', body: 1 });
    expect(pauses).toEqual([500, 1000]);
  });

  it('to sign is not a lost answer', async () => {
    const credentials = () =>
      Promise.reject(Object.assign(new TypeError('none'), { name: 'CredentialsProviderError' }));
    const answer = await lambdaAgent(stub([answered(1)], { credentials }).connection).ask('111122223333', ENVELOPE);
    expect(answer).toMatchObject({ state: 'unreachable', failure: { kind: 'access-denied' } });
  });
});

/** Agents that answer over a real socket, as the listener does. */
describe('on a real socket', () => {
  const servers: (() => void)[] = [];
  afterEach(() => {
    for (const stop of servers.splice(0)) stop();
  });

  async function agentBehind(listener: RequestListener, answerTimeoutMs = 100) {
    const server = createServer(listener).listen(0, '127.0.0.1');
    servers.push(() => {
      server.closeAllConnections();
      server.close();
    });
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    return lambdaAgent(
      { region: 'eu-west-1', endpoint: `http://127.0.0.1:${String(port)}`, credentials },
      { answerTimeoutMs },
    );
  }

  it('silence past the timeout is a lost answer', async () => {
    const agent = await agentBehind(() => undefined);
    expect(await agent.ask('111122223333', ENVELOPE)).toMatchObject({ state: 'lost', failure: { kind: 'timeout' } });
  });

  it('a line cut after the order was sent is a lost answer', async () => {
    const agent = await agentBehind((request) => request.socket.destroy());
    expect(await agent.ask('111122223333', ENVELOPE)).toMatchObject({ state: 'lost', failure: { kind: 'network' } });
  });

  it('an answer cut off in the middle is a lost answer', async () => {
    const agent = await agentBehind((request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"a":', () => request.socket.destroy());
    });
    expect(await agent.ask('111122223333', ENVELOPE)).toMatchObject({ state: 'lost' });
  });

  it('an answer that trickles without end is lost when its time is over', async () => {
    const agent = await agentBehind((_request, response) => {
      const drops = setInterval(() => response.write(' '), 20);
      response.once('close', () => clearInterval(drops));
    }, 300);
    expect(await agent.ask('111122223333', ENVELOPE)).toMatchObject({ state: 'lost' });
  });

  describe.each([200, 403, 500])('with status %i', (status) => {
    it('an answer that announces a gigabyte is refused before any of it is read', async () => {
      const closed: Promise<unknown>[] = [];
      const agent = await agentBehind((_request, response) => {
        closed.push(once(response, 'close'));
        response.writeHead(status, { 'content-length': String(1024 ** 3) });
        response.flushHeaders();
      }, 20_000);
      expect(await agent.ask('111122223333', ENVELOPE)).toEqual({
        state: 'lost',
        failure: {
          kind: 'too-large',
          operation: 'lambda:Invoke',
          code: 'AnswerTooLarge',
          message: 'an answer of 1073741824 bytes; at most 5242880 are read',
        },
      });
      await Promise.all(closed);
      expect(closed).toHaveLength(1);
    });

    it('an answer without end is given up once it is too large, and its line is cut', async () => {
      let taken = 0;
      const agent = await agentBehind((_request, response) => {
        response.writeHead(status);
        Readable.from(endless((bytes) => (taken += bytes))).pipe(response);
      }, 20_000);
      expect(await agent.ask('111122223333', ENVELOPE)).toMatchObject({
        state: 'lost',
        failure: { kind: 'too-large', message: expect.stringContaining('more than 5242880 bytes') },
      });
      // What the sockets of both sides hold beyond it is not ours to bound.
      expect(taken).toBeLessThan(32 * 1024 * 1024);
    });
  });
});

function* endless(onTaken: (bytes: number) => void): Generator<Buffer> {
  const spaces = Buffer.alloc(64 * 1024, ' ');
  for (;;) {
    onTaken(spaces.byteLength);
    yield spaces;
  }
}
