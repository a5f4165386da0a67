import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPath, parseTarget, targetKey } from './organization-path.ts';

describe('a place in the organization', () => {
  it.each([
    ['/', { kind: 'root' }],
    ['/Workloads/Prod', { kind: 'path', names: ['Workloads', 'Prod'] }],
    ['/Workloads/Prod/', { kind: 'path', names: ['Workloads', 'Prod'] }],
    ['/R\\/D', { kind: 'path', names: ['R/D'] }],
    ['/back\\\\slash', { kind: 'path', names: ['back\\slash'] }],
    ['/ends\\\\/x', { kind: 'path', names: ['ends\\', 'x'] }],
    ['/two words/日本', { kind: 'path', names: ['two words', '日本'] }],
    ['/line\nbreak', { kind: 'path', names: ['line\nbreak'] }],
    ['ou-ab12-cd34ef56', { kind: 'id', id: 'ou-ab12-cd34ef56' }],
    ['r-ab12', { kind: 'id', id: 'r-ab12' }],
  ])('%s', (text, target) => {
    expect(parseTarget(text)).toEqual({ ok: true, target });
  });

  it.each([
    ['', 'a path starts at the root: "/"'],
    ['Workloads', 'a path starts at the root: "/Workloads"'],
    ['//', 'one slash between two names'],
    ['/A//B', 'one slash between two names'],
    ['/A\\B', 'write \\/ for a slash inside a name and \\\\ for a backslash'],
    ['/A\\', 'write \\/ for a slash inside a name and \\\\ for a backslash'],
    ['ou-AB12-cd34ef56', 'an id looks like ou-ab12-cd34ef56, in lower case'],
    ['111122223333', 'this looks like an account: policies are assigned to OUs; see excludeAccounts'],
  ])('is not %s', (text, hint) => {
    expect(parseTarget(text)).toMatchObject({ ok: false, hint });
  });

  it('is read back from its path, whatever the OUs are called', () => {
    const names = fc.array(
      fc.string({
        minLength: 1,
        unit: fc.oneof(fc.constantFrom('/', '\\', 'a'), fc.string({ minLength: 1, maxLength: 1 })),
      }),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(names, (list) => {
        expect(parseTarget(formatPath(list))).toEqual({ ok: true, target: { kind: 'path', names: list } });
      }),
    );
    expect(formatPath([])).toBe('/');
  });

  it('has one key for all its spellings that need no organization', () => {
    const key = (text: string) => {
      const parsed = parseTarget(text);
      return parsed.ok ? targetKey(parsed.target) : null;
    };
    expect(key('/A/')).toBe(key('/A'));
    expect(key('r-ab12')).toBe(key('/'));
    expect(key('ou-ab12-cd34ef56')).toBe('ou-ab12-cd34ef56');
  });
});
