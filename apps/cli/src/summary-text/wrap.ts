const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** What a terminal gives two columns: emoji, and the scripts of East Asia in their full width. */
const WIDE =
  /\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]/u;
/** Text of which every character takes one. */
const NARROW = /^[ -~]*$/;

/** How many columns a text takes on a terminal. It has no control characters: those are gone before anything is laid out. */
export function displayWidth(text: string): number {
  if (NARROW.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

/** Breaks a text into lines of at most `width` columns, between words where it can, inside a word where it must. Nothing is cut off. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((each) => breakWord(each, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && displayWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** The same with every line set in. */
export function wrapIndented(text: string, width: number, indent: string): string[] {
  return wrap(text, width - indent.length).map((line) => `${indent}${line}`);
}

function breakWord(word: string, width: number): string[] {
  if (displayWidth(word) <= width) return [word];
  const pieces: string[] = [];
  let [piece, columns] = ['', 0];
  // A stranger's word may have thousands: each is measured once.
  for (const { segment } of graphemes.segment(word)) {
    const more = displayWidth(segment);
    if (columns + more > width) {
      pieces.push(piece);
      [piece, columns] = ['', 0];
    }
    piece += segment;
    columns += more;
  }
  return [...pieces, piece];
}
