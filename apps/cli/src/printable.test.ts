import { expect, it } from 'vitest';
import { printable } from './printable.ts';

it.each([
  ['plain text, accents é and 日本', 'plain text, accents é and 日本'],
  ['\u001b[31mred', '\\u{1b}[31mred'],
  ['two\nlines\r\tand\u007f', 'two\\u{a}lines\\u{d}\\u{9}and\\u{7f}'],
  ['C1 \u009b', 'C1 \\u{9b}'],
  ['abc\u202egnp.exe', 'abc\\u{202e}gnp.exe'],
  ['zero\u200bwidth\ufeff', 'zero\\u{200b}width\\u{feff}'],
  ['tag \u{e0041}', 'tag \\u{e0041}'],
  ['line\u2028separator', 'line\\u{2028}separator'],
  ['half \ud800 a pair', 'half \\u{d800} a pair'],
])('%j', (text, shown) => {
  expect(printable(text)).toBe(shown);
});
