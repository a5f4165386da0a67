import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';
import { publishedPages, ROOT, type Page } from '../published-pages.ts';

const pages = publishedPages();

/** A heading as it is linked to: https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

const withoutCode = (text: string): string => text.replaceAll(/^( *)```[\s\S]*?^\1```$/gm, '');
const anchorsOf = (text: string): Set<string> =>
  new Set([...withoutCode(text).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading)));

/** Links of a page within the repository that lead nowhere. */
function deadLinks({ path, text }: Page): string[] {
  const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return links.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [file = '', anchor] = target.split('#');
    const place = file === '' ? path : normalize(join(dirname(path), file));
    if (!existsSync(join(ROOT, place))) return true;
    return (
      anchor !== undefined && place.endsWith('.md') && !anchorsOf(readFileSync(join(ROOT, place), 'utf8')).has(anchor)
    );
  });
}

it.each(pages.map((page) => [page.path, page] as const))('every link of %s leads somewhere', (_, page) => {
  expect(deadLinks(page)).toEqual([]);
});

it('notices links that do not', () => {
  const text = '[a](nowhere.md), [b](README.md#no-such-heading), [c](#here)\n## Here';
  expect(deadLinks({ path: 'README.md', text })).toEqual(['nowhere.md', 'README.md#no-such-heading', '#here']);
});
