import { expect, it } from 'vitest';
import { program } from '../../apps/cli/src/program/program.ts';
import { publishedPages, type Page } from '../published-pages.ts';

const nothing = (): void => undefined;
const terminal = { data: nothing, say: nothing, width: 80, colour: false, redraw: null, ask: null };
const commands = new Map(
  program({ terminal, finish: nothing, version: '0.0.0' }).commands.map((command) => [
    command.name(),
    new Set(command.options.flatMap(({ long, short }) => [long, short])),
  ]),
);

/** Command lines of keysweep that a page shows, in a block or in a sentence. */
function commandLines({ text }: Page): string[] {
  const blocks = [...text.matchAll(/^( *)```sh\n([\s\S]*?)^\1```$/gm)].flatMap(([, , code = '']) =>
    code.replaceAll('\\\n', ' ').split('\n'),
  );
  const inSentences = [...text.matchAll(/`(keysweep [^`]+)`/g)].map(([, code = '']) => code.replaceAll(/\s+/g, ' '));
  return [...blocks, ...inSentences].flatMap((line) =>
    [...line.matchAll(/(?:^|npx |[|;&{(]\s*|\/)keysweep(?:\.js)? ([a-z]+)((?: [^|;&>)]*)?)/g)].map(
      ([, name, rest]) => `${name}${rest}`,
    ),
  );
}

/** What a page shows that no command has. */
function unknownWords(page: Page): string[] {
  return commandLines(page).flatMap((line) => {
    const [name = '', ...words] = line.replaceAll(/'[^']*'|"[^"]*"/g, 'QUOTED').split(/\s+/);
    const options = commands.get(name);
    if (options === undefined) return [`keysweep ${name}`];
    return words
      .filter((word) => /^--?[a-z]/.test(word) && !options.has(word.split('=')[0]))
      .map((word) => `${name} ${word}`);
  });
}

it.each(publishedPages().map((page) => [page.path, page] as const))(
  '%s shows no command that is not there',
  (_, page) => {
    expect(unknownWords(page)).toEqual([]);
  },
);

it('notices commands and options that are not there', () => {
  const text =
    '`keysweep frobnicate`, `keysweep diff --sideways`, `keysweep deploy --yes`\n```sh\nnpx keysweep plan --nope | head -1\n```\n';
  expect(unknownWords({ path: 'README.md', text }).sort()).toEqual([
    'diff --sideways',
    'keysweep frobnicate',
    'plan --nope',
  ]);
});
