import type { KeyEvent } from '@keysweep/core';
import { describe, expect, it } from 'vitest';
import { eventBus, notifier } from '../src/index.ts';
import { iamAnswer, iamError, jsonAnswer, networkError, stub, type StubAnswer } from './wire.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:keysweep';

function waiting() {
  const pauses: number[] = [];
  return { pauses, sleep: (milliseconds: number) => Promise.resolve(void pauses.push(milliseconds)) };
}

describe('the notifier', () => {
  const taken = iamAnswer('Publish', '<MessageId>m-1</MessageId>');
  const message = { subject: 'keysweep: compliant', body: 'Größe\n→ 1' };
  const publishing = async (answers: readonly StubAnswer[]) => {
    const { pauses, sleep } = waiting();
    const wire = stub(answers);
    const failure = await notifier(wire.connection, { topicArn: TOPIC, sleep }).publish(message);
    return { failure, pauses, sent: wire.sent };
  };

  it('publishes subject and text to its topic', async () => {
    const { failure, sent } = await publishing([taken]);
    expect(failure).toBeNull();
    expect(sent.map(({ parameters }) => parameters)).toEqual([
      expect.objectContaining({
        Action: 'Publish',
        TopicArn: TOPIC,
        Subject: 'keysweep: compliant',
        Message: 'Größe\n→ 1',
      }),
    ]);
  });

  it('sends again what was throttled, and only that', async () => {
    const throttled = iamError(429, 'Throttled');
    expect(await publishing([throttled, taken])).toMatchObject({ failure: null, pauses: [1000] });
    expect(await publishing([throttled])).toMatchObject({
      failure: { kind: 'throttled', operation: 'sns:Publish' },
      pauses: [1000, 2000, 4000],
    });
  });

  it.each<[string, StubAnswer, string]>([
    ['may not', iamError(403, 'AuthorizationError'), 'access-denied'],
    ['may not use the key', iamError(400, 'KMSAccessDenied'), 'service-error'],
    ['has no such topic', iamError(404, 'NotFound'), 'not-found'],
    ['lost the answer', networkError('ECONNRESET'), 'network'],
    ['met an error', iamError(500, 'InternalError'), 'service-error'],
  ])('says why where it %s, and has sent the message once', async (_, answer, kind) => {
    const { failure, sent } = await publishing([answer]);
    expect(failure).toMatchObject({ kind, operation: 'sns:Publish' });
    expect(sent).toHaveLength(1);
  });
});

describe('the event bus', () => {
  const event = (userName: string): KeyEvent => ({
    schema: 'keysweep/key-event/1',
    organizationId: 'o-exampleorgid',
    accountId: '111122223333',
    userName,
    accessKey: '****MPLE',
    createdAt: null,
    change: 'deleted',
    verified: true,
    rule: 'policy-deletes',
    why: '',
    todo: '',
    policy: 'weekly',
    runId: '20261120T235500Z',
    nextSweepAt: null,
  });
  const events = (count: number) => Array.from({ length: count }, (_, index) => event(`user-${index}`));
  const results = (...codes: readonly (string | null)[]) =>
    jsonAnswer(200, {
      FailedEntryCount: codes.filter((code) => code !== null).length,
      Entries: codes.map((code) => (code === null ? { EventId: 'e' } : { ErrorCode: code, ErrorMessage: 'said so' })),
    });
  const putting = async (count: number, answers: Parameters<typeof stub>[0]) => {
    const { pauses, sleep } = waiting();
    const wire = stub(answers);
    const came = await eventBus(wire.connection, { sleep }).put(events(count));
    const sent = wire.sent.map(({ body }) => (JSON.parse(body) as { Entries: Record<string, string>[] }).Entries);
    return { came, pauses, sent };
  };
  const users = (entries: readonly Record<string, string>[] = []) =>
    entries.map(({ Detail = '' }) => (JSON.parse(Detail) as KeyEvent).userName);

  it('is the default one: it names no other, and who says it', async () => {
    const { came, sent } = await putting(1, [results(null)]);
    expect(came).toEqual({ taken: 1, lost: 0, failure: null });
    expect(sent).toEqual([
      [{ Source: 'keysweep', DetailType: 'Access key revoked', Detail: JSON.stringify(event('user-0')) }],
    ]);
  });

  it('is asked nothing where there is nothing to tell', async () => {
    expect(await putting(0, [])).toEqual({ came: { taken: 0, lost: 0, failure: null }, pauses: [], sent: [] });
  });

  it('takes ten at a time', async () => {
    const all = (request: { body: string }) =>
      results(...(JSON.parse(request.body) as { Entries: object[] }).Entries.map(() => null));
    const { came, sent } = await putting(21, all);
    expect(came).toEqual({ taken: 21, lost: 0, failure: null });
    expect(sent.map(({ length }) => length)).toEqual([10, 10, 1]);
    expect(sent.flatMap(users)).toEqual(events(21).map(({ userName }) => userName));
  });

  it('is sent again what it says it did not take, and nothing else', async () => {
    const { came, sent, pauses } = await putting(3, [
      results('ThrottlingException', null, 'InternalFailure'),
      results(null, 'InternalFailure'),
      results(null),
    ]);
    expect(came).toEqual({ taken: 3, lost: 0, failure: null });
    expect(sent.map(users)).toEqual([['user-0', 'user-1', 'user-2'], ['user-0', 'user-2'], ['user-2']]);
    expect(pauses).toEqual([400, 800]);
  });

  it('loses what it never takes, says why, and goes on with the rest', async () => {
    const refused = results('InternalFailure', ...Array.from({ length: 9 }, () => null));
    const again = results('InternalFailure');
    const { came, sent } = await putting(12, [refused, again, again, again, results(null, null)]);
    expect(came).toMatchObject({ taken: 11, lost: 1, failure: { code: 'InternalFailure', message: 'said so' } });
    expect(sent).toHaveLength(5);
  });

  it('is asked again where it was throttled', async () => {
    const throttled = jsonAnswer(400, {}, 'ThrottlingException');
    expect((await putting(1, [throttled, results(null)])).came).toEqual({ taken: 1, lost: 0, failure: null });
  });

  it.each<[string, StubAnswer, string]>([
    ['is denied', jsonAnswer(400, {}, 'AccessDeniedException'), 'access-denied'],
    ['breaks the line', networkError('ECONNRESET'), 'network'],
    ['fails', jsonAnswer(500, {}, 'InternalException'), 'service-error'],
    ['answers of other entries', results(null), 'malformed'],
  ])('is not asked again where it %s: its events may have been taken', async (_, answer, kind) => {
    const { came, sent } = await putting(2, [answer]);
    expect(came).toMatchObject({ taken: 0, lost: 2, failure: { kind, operation: 'events:PutEvents' } });
    expect(sent).toHaveLength(1);
  });
});
