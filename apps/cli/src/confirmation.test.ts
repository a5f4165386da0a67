import { describe, expect, it } from 'vitest';
import { askerOf, demandWord, demandYes } from './confirmation.ts';

const ask = () => Promise.resolve('yes');
const without = { nothing: 'nothing is done', hint: 'say --yes' };

describe('askerOf', () => {
  it('asks at a terminal, unless the command line says yes', () => {
    expect(askerOf({}, { ask }, without)).toBe(ask);
    expect(askerOf({ yes: true }, { ask: null }, without)).toBeNull();
  });

  it.each([
    ['where it is told not to', { input: false }, ask, 'nothing is done without a yes, and --no-input forbids to ask'],
    ['where nobody is there', {}, null, 'nothing is done without a yes, and there is no terminal to ask at'],
  ])('does not ask %s', (_, options, asker, words) => {
    expect(() => askerOf(options, { ask: asker }, without)).toThrow(words);
  });
});

describe('demandYes', () => {
  it.each(['yes', ' YES\n'])('takes %j for a yes', async (answer) => {
    await demandYes(() => Promise.resolve(answer), 'Go on?');
  });

  it.each(['', 'y', 'no', 'yes please'])('takes %j for a no', async (answer) => {
    await expect(demandYes(() => Promise.resolve(answer), 'Go on?')).rejects.toMatchObject({ code: 'interrupted' });
  });

  it('takes the end of the input for a no, and Ctrl-C', async () => {
    await expect(demandYes(() => Promise.resolve(null), 'Go on?')).rejects.toMatchObject({ code: 'interrupted' });
  });

  it('takes another word where that is what was asked for', async () => {
    await demandWord(() => Promise.resolve('o-example1234'), 'All of it?', 'o-example1234');
    await expect(demandWord(ask, 'All of it?', 'o-example1234')).rejects.toMatchObject({ code: 'interrupted' });
  });

  it('asks nobody where the command line has said yes', async () => {
    await demandYes(null, 'Go on?');
  });
});
