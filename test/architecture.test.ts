import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
}

/** What ships and what makes it: no tests, nothing built. */
const sources: readonly SourceFile[] = ['apps', 'packages', 'stacksets'].flatMap((room) =>
  filesBelow(join(root, room)),
);

function filesBelow(folder: string): SourceFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist', 'coverage', 'testing', 'test'].includes(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    if (!/\.tsx?$/.test(entry.name) || /\.(test|contract)\.tsx?$/.test(entry.name) || entry.name === 'vitest.config.ts')
      return [];
    const text = readFileSync(path, 'utf8');
    return [{ path: relative(root, path), text, lines: text.split('\n') }];
  });
}

/** The places of a pattern in some of the sources, as `file:line`. */
function places(pattern: RegExp, where: RegExp): string[] {
  return sources
    .filter(({ path }) => where.test(path))
    .flatMap(({ path, lines }) =>
      lines.flatMap((line, index) =>
        pattern.test(line.replace(/^\s*(\/\/|\*|\/\*\*).*/, '')) ? [`${path}:${index + 1}`] : [],
      ),
    );
}

describe('the architecture', () => {
  it('has something to look at', () => {
    expect(sources.length).toBeGreaterThan(100);
  });

  it('keeps clock, environment, console and machine out of core', () => {
    expect(
      places(/Date\.now\(|new Date\(\)|\bprocess\.|\bconsole\.|from 'node:|Math\.random/, /^packages\/core\/src/),
    ).toEqual([]);
  });

  it('constructs SDK clients in packages/aws alone', () => {
    expect(places(/new \w+Client\(/, /^(apps|stacksets|packages\/(core|local-organization))/)).toEqual([]);
  });

  it('imports the SDK in packages/aws, and its operation shapes in the local organization', () => {
    expect(places(/from '@aws-sdk\//, /^(apps|stacksets|packages\/core)/)).toEqual([]);
  });

  it('throws no bare Error, casts to no any, leaves no to-do', () => {
    expect(places(/throw new Error\(|\bas any\b|: any\b|\bTODO\b|\bFIXME\b/, /./)).toEqual([]);
  });

  it('has no room without a name', () => {
    expect(
      sources.map(({ path }) => path).filter((path) => /(^|\/)(utils?|common|helpers?|misc|shared)(\/|\.)/.test(path)),
    ).toEqual([]);
  });

  it('writes a contract above every exported name', () => {
    const bare = sources.flatMap(({ path, lines }) =>
      lines.flatMap((line, index) => {
        const name = /^export (?:async )?(?:function|const|class|interface|type) (\w+)/.exec(line)?.[1];
        return name === undefined || /\*\/\s*$/.test(lines[index - 1] ?? '') ? [] : [`${path}:${index + 1} ${name}`];
      }),
    );
    expect(bare).toEqual([]);
  });

  it('stays in small files: at most 250 lines, half of them at most 80', () => {
    const sizes = sources.map(({ lines }) => lines.length).sort((left, right) => left - right);
    expect(sizes.at(-1)).toBeLessThanOrEqual(250);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(80);
  });
});
