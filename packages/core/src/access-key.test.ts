import { expect, it } from 'vitest';
import { maskAccessKeyId } from './access-key.ts';

it('shows only the last four characters of an access key id', () => {
  expect(maskAccessKeyId('AKIAIOSFODNN7EXAMPLE')).toBe('****MPLE');
});
