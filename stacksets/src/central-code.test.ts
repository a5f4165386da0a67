import { expect, test } from 'vitest';
import { packCentralCode, unpackCentralCode } from './central-code.ts';

test('an archive gives back the two texts it was made of, and nothing for what is not in it', () => {
  const { archive } = packCentralCode('exports.sweep = “…”', '{"groups":["Développeurs"]}');
  expect(unpackCentralCode(archive)).toEqual({
    aggregatorBundle: 'exports.sweep = “…”',
    resolvedConfig: '{"groups":["Développeurs"]}',
  });
  const empty = Uint8Array.from(Buffer.from('504b0506000000000000000000000000000000000000', 'hex'));
  expect(unpackCentralCode(empty)).toEqual({ aggregatorBundle: '', resolvedConfig: '' });
  expect(() => unpackCentralCode(Uint8Array.of(1, 2, 3))).toThrow('zip');
});
