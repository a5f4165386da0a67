/** Commands of a documentation page, and what it says they print; null where it says nothing. */
export interface PageStep {
  readonly commands: string;
  readonly output: string | null;
}

/** The steps of one section, whatever its level, up to the next heading. */
export function stepsOf(page: string, heading: string): PageStep[] {
  const blocks = codeBlocks(sectionOf(page, heading));
  return blocks.flatMap(({ language, text }, index): PageStep[] => {
    if (language !== 'sh') return [];
    const next = blocks[index + 1];
    return [{ commands: text, output: next?.language === 'text' ? next.text : null }];
  });
}

function sectionOf(page: string, heading: string): string {
  const sections = page.split(/^#+ /m);
  const found = sections.find((section) => section.startsWith(`${heading}\n`));
  if (found === undefined) throw new TypeError(`the page has no section “${heading}”`);
  return found;
}

function codeBlocks(text: string): { readonly language: string; readonly text: string }[] {
  return [...text.matchAll(/^( *)```(\w+)\n([\s\S]*?)^\1```$/gm)].map(([, indent = '', language = '', code = '']) => ({
    language,
    text: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));
}

/** Stands for lines that the page leaves out. */
const ELLIPSIS = '⋮';

/**
 * The first line that a page shows and that was not printed, after the lines before it; null where all were. What differs from
 * one time to another is taken out of both: instants, ids, hashes, ages.
 */
export function firstLineMissing(shown: string, printed: string): string | null {
  const lines = printed.split('\n').map(withoutChance);
  let from = 0;
  for (const line of shown.trimEnd().split('\n')) {
    if (line.trim() === ELLIPSIS) continue;
    const at = lines.indexOf(withoutChance(line), from);
    if (at === -1) return line;
    from = at + 1;
  }
  return null;
}

function withoutChance(line: string): string {
  return line
    .trimEnd()
    .replaceAll(/\d{8}T\d{6}Z/g, '<run>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<instant>')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>')
    .replaceAll(/\b[0-9a-f]{64}\b/g, '<hash>')
    .replaceAll(/ *[\d.]+ (day|year)s? old/g, ' <age> old');
}
