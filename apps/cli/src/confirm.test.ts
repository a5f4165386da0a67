import { expect, it } from 'vitest';
import { confirm, whoConfirms } from './confirm.ts';
import type { Person } from './terminal.ts';

const { signal } = new AbortController();
const confirmation = { question: 'Go?', expected: 'yes', signal };

function typing(answer: string): Person & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    ask: (question) => {
      asked.push(question);
      return Promise.resolve(answer);
    },
  };
}

it.each([
  ['yes', true],
  [' yes ', true],
  ['y', false],
  ['YES', false],
  ['', false],
])('%j typed is %j', async (answer, isConfirmed) => {
  const person = typing(answer);
  expect(await confirm(person, confirmation)).toBe(isConfirmed);
  expect(person.asked).toEqual(['Go? Type yes to go on: ']);
});

it('--yes asks nobody, at a terminal neither', async () => {
  const person = typing('no');
  expect(whoConfirms({ yes: true }, person, '--yes')).toBeNull();
  expect(await confirm(null, confirmation)).toBe(true);
});

it('without a terminal, or told not to ask, it is a usage error that names the flag', () => {
  const refusal = expect.objectContaining({ code: 'usage', hint: 'give --yes' });
  expect(whoConfirms({}, typing('yes'), '--yes')).not.toBeNull();
  expect(() => whoConfirms({}, null, '--yes')).toThrow(refusal);
  expect(() => whoConfirms({ input: false }, typing('yes'), '--yes')).toThrow(refusal);
});
