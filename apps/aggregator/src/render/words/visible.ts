/**
 * Characters that a reader cannot see or that change how their neighbours are shown: controls, bidi overrides,
 * zero-width and other format characters, lone surrogates, line separators, blank fillers.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u034F\u115F\u1160\u3164\uFFA0]/gu;

/** Untrusted text as a reader may be shown it: what cannot be seen is written out as `\u{…}`, all else is as it came. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
