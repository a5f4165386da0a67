import { printable } from '../printable.ts';

/** Words that YAML, of one version or another, takes for something else than text. */
const RESERVED = /^(?:true|false|yes|no|on|off|y|n|null|none)$/i;

/** A text as a YAML scalar: plain where nobody could misread it, else in double quotes with everything unseen escaped. */
export function yamlScalar(text: string): string {
  if (/^[A-Za-z][\w.@-]*$/.test(text) && !RESERVED.test(text)) return text;
  return quoted(text);
}

/** The path of an OU as a key of YAML. */
export function yamlPath(path: string): string {
  return /^\/(?:[A-Za-z0-9][\w.-]*(?:\/[A-Za-z0-9][\w.-]*)*)?$/.test(path) ? path : quoted(path);
}

/** A remark at the end of a line, or on one of its own: on that line it stays, whatever is in it. */
export function yamlComment(text: string): string {
  return `# ${printable(text)}`;
}

/** JSON's strings are YAML's, but for what YAML or an editor would not show. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => {
    const code = (character.codePointAt(0) as number).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}
