/**
 * Text from elsewhere made safe to print on a terminal: control characters (C0, C1, delete), characters that reorder or
 * hide text (bidirectional overrides, zero-width, tags), line separators and broken surrogates appear as `\u{…}`.
 */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`,
  );
}
