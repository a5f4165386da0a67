import { expect, it } from 'vitest';
import { decodeAwsChunked } from './aws-chunked.ts';

const decode = (text: string) => Buffer.from(decodeAwsChunked(Buffer.from(text))).toString();

it('joins chunks and drops signatures and trailers', () => {
  expect(decode('5;chunk-signature=abc\r\nhello\r\n2\r\n, \r\n0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n')).toBe('hello, ');
});

it.each(['5\r\nhel', 'zz\r\n', ''])('refuses %j, which was cut off', (text) => {
  expect(() => decode(text)).toThrow('terminated unexpectedly');
});
