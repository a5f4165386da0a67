import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { examplesOf } from './door.ts';
import { program } from './program.ts';
import { commandReference, visible } from './reference.ts';

const unseen = () => expect.unreachable();
const terminal = { data: unseen, say: unseen, width: 80, colour: false, redraw: null, ask: null };
const keysweep = program({ terminal, finish: unseen, version: '0.0.0' });
const seen = visible(keysweep);

it('docs/cli.md says what the commands say', async () => {
  await expect(`${commandReference(keysweep)}\n`).toMatchFileSnapshot('../../../../docs/cli.md');
});

it.each(seen.map((command) => [command.name(), command] as const))('%s has examples that it takes', (name, command) => {
  const examples = examplesOf(command);
  expect(examples.length).toBeGreaterThan(0);
  for (const example of examples) {
    const [first, ...words] = example.split(/ [>|]/)[0]?.split(' ') ?? [];
    expect(first).toBe(name);
    const known = new Set(command.options.flatMap(({ short, long }) => [short, long]));
    expect(words.filter((word) => word.startsWith('-') && !known.has(word))).toEqual([]);
  }
});

it('the README names every command', () => {
  const readme = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8');
  expect(seen.map((command) => command.name()).filter((name) => !readme.includes(name))).toEqual([]);
});
