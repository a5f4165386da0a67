import { expect, it } from 'vitest';
import { maskAccessKeyId, maskAccessKeyIds } from './access-key.ts';

it('shows only the last four characters of an access key id', () => {
  expect(maskAccessKeyId('AKIAIOSFODNN7EXAMPLE')).toBe('****MPLE');
});

it('hides every access key id in a text, and nothing else', () => {
  const said = 'The Access Key with id AKIAIOSFODNN7EXAMPLE (not ASIAIOSFODNN7EXAMPL2) of AKIA-7 cannot be found.';
  expect(maskAccessKeyIds(said)).toBe('The Access Key with id ****MPLE (not ****MPL2) of AKIA-7 cannot be found.');
});
