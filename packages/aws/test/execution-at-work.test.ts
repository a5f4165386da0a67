import { describe, expect, it } from 'vitest';
import { executionAtWork } from '../src/index.ts';
import { jsonAnswer, networkError, stub, type StubAnswer } from './wire.ts';

const MACHINE = 'arn:aws:states:eu-west-1:111111111111:stateMachine:keysweep-sweep';
const EXECUTION = 'arn:aws:states:eu-west-1:111111111111:execution:keysweep-sweep:0a1b';

function asking(answer: StubAnswer) {
  const wire = stub([answer], { maxAttempts: 1 });
  return { ...wire, isAtWork: executionAtWork(wire.connection, MACHINE) };
}

describe('an execution', () => {
  it.each<[string, StubAnswer, boolean | null]>([
    ['runs', jsonAnswer(200, { status: 'RUNNING' }), true],
    ['succeeded', jsonAnswer(200, { status: 'SUCCEEDED' }), false],
    ['failed', jsonAnswer(200, { status: 'FAILED' }), false],
    ['timed out', jsonAnswer(200, { status: 'TIMED_OUT' }), false],
    ['was aborted', jsonAnswer(200, { status: 'ABORTED' }), false],
    ['does not exist', jsonAnswer(400, { message: 'm' }, 'ExecutionDoesNotExist'), false],
    ['waits to be redriven', jsonAnswer(200, { status: 'PENDING_REDRIVE' }), null],
    ['has a status of tomorrow', jsonAnswer(200, { status: 'RESTING' }), null],
    ['has none', jsonAnswer(200, {}), null],
    ['is not shown to us', jsonAnswer(400, { message: 'm' }, 'AccessDeniedException'), null],
    ['cannot be asked about', networkError('ECONNRESET'), null],
  ])('that %s', async (_, answer, atWork) => {
    const { isAtWork, sent } = asking(answer);
    expect(await isAtWork(EXECUTION)).toBe(atWork);
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({ executionArn: EXECUTION });
  });

  it.each([
    'laptop:4711',
    EXECUTION.replace('keysweep-sweep', 'other'),
    EXECUTION.replace('111111111111', '222222222222'),
    MACHINE,
  ])('that is none of this state machine is not asked about: %s', async (holder) => {
    const { isAtWork, sent } = asking(jsonAnswer(200, { status: 'SUCCEEDED' }));
    expect(await isAtWork(holder)).toBeNull();
    expect(sent).toEqual([]);
  });
});
