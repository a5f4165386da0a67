import { expect, it } from 'vitest';
import { confirm, whoConfirms } from './confirm.ts';

const confirmation = { question: 'Go?', expected: 'yes' };
const typing = (answer: string | null) => () => Promise.resolve(answer);

it.each([
  ['yes', true],
  [' yes ', true],
  ['y', false],
  ['YES', false],
  ['', false],
])('%j typed is %j', async (answer, isConfirmed) => {
  const asked: string[] = [];
  const ask = (question: string) => {
    asked.push(question);
    return Promise.resolve(answer);
  };
  expect(await confirm(ask, confirmation)).toBe(isConfirmed);
  expect(asked).toEqual(['Go? Type yes to go on: ']);
});

it('Ctrl-C at the question, or the end of the input, is an interruption', async () => {
  await expect(confirm(typing(null), confirmation)).rejects.toMatchObject({ code: 'interrupted' });
});

it('--yes asks nobody, at a terminal neither', async () => {
  expect(whoConfirms({ yes: true }, typing('no'), '--yes')).toBeNull();
  expect(await confirm(null, confirmation)).toBe(true);
});

it('without a terminal, or told not to ask, it is a usage error that names the flag', () => {
  const refusal = expect.objectContaining({ code: 'usage', hint: 'give --yes' });
  expect(whoConfirms({}, typing('yes'), '--yes')).not.toBeNull();
  expect(() => whoConfirms({}, null, '--yes')).toThrow(refusal);
  expect(() => whoConfirms({ input: false }, typing('yes'), '--yes')).toThrow(refusal);
});
