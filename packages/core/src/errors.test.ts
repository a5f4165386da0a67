import { describe, expect, it } from 'vitest';
import { ERROR_CODES, KeysweepError } from './errors.ts';

describe('KeysweepError', () => {
  it('carries its code, a hint and what went wrong underneath', () => {
    const cause = new Error('socket hang up');
    const error = new KeysweepError('evidence-unwritable', 'the plan was not stored', { hint: 'try again', cause });
    expect(error).toMatchObject({
      name: 'KeysweepError',
      code: 'evidence-unwritable',
      message: 'the plan was not stored',
      hint: 'try again',
    });
    expect(error.cause).toBe(cause);
    expect(error).toBeInstanceOf(Error);
  });

  it('has neither where nothing is said', () => {
    const error = new KeysweepError('internal', 'a rule is broken');
    expect(error.hint).toBeUndefined();
    expect(error).not.toHaveProperty('cause');
  });

  it('has codes that a script can match, each with its meaning', () => {
    for (const [code, meaning] of Object.entries(ERROR_CODES)) {
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(meaning).not.toBe('');
    }
  });
});
