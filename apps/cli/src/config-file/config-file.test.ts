import { chmod, mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfigFile } from './config-file.ts';
import { formatFileProblem } from './file-problem.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keysweep-config-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** The printed lines for a file of this content, with its folder left out. */
async function linesFor(content: string | Uint8Array): Promise<string[]> {
  const path = join(folder, 'keysweep.yaml');
  await writeFile(path, content);
  return linesOf(path);
}

async function linesOf(path: string): Promise<string[]> {
  const read = await readConfigFile(path);
  return read.ok ? [] : read.problems.map((problem) => formatFileProblem(problem).replace(`${folder}/`, ''));
}

const good = `version: 1
region: us-east-1
policies:
  weekly:
    groups: [Developers]
assignments:
  /: weekly
`;

describe('a configuration file', () => {
  it('is read with its warnings, and named by two hashes', async () => {
    const path = join(folder, 'keysweep.yaml');
    await writeFile(path, good.replace('assignments:', '  spare:\n    extends: weekly\nassignments:'));
    expect(await readConfigFile(path)).toMatchObject({
      ok: true,
      config: { region: 'us-east-1', assignments: [{ target: '/', policy: 'weekly' }] },
      warnings: [
        { file: path, place: { line: 6, column: 3 }, problem: '"spare" is assigned to nothing, so it sweeps nothing' },
      ],
      sourceHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      configHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
  });

  it('means the same with a byte order mark, Windows line ends, comments and another order', async () => {
    const [plain, other] = [join(folder, 'plain.yaml'), join(folder, 'other.yaml')];
    await writeFile(plain, good);
    await writeFile(
      other,
      `\uFEFF# a comment\r\nassignments: { "/": weekly }\r\n${good.replace(/assignments:\n.*\n/, '').replaceAll('\n', '\r\n')}`,
    );
    const [left, right] = [await readConfigFile(plain), await readConfigFile(other)];
    expect(left).toMatchObject({ ok: true });
    expect(right).toMatchObject({ ok: true, configHash: (left as { configHash: string }).configHash });
    expect(right).not.toMatchObject({ sourceHash: (left as { sourceHash: string }).sourceHash });
  });

  it('can say where a problem belongs that is found later', async () => {
    const path = join(folder, 'keysweep.yaml');
    await writeFile(path, good);
    const read = await readConfigFile(path);
    const problem = { path: ['assignments', '/'], at: 'key', problem: 'p', hint: 'h' } as const;
    expect(read.ok && read.place(problem)).toEqual({
      file: path,
      place: { line: 7, column: 3 },
      problem: 'p',
      hint: 'h',
    });
  });
});

describe('a file that cannot be read', () => {
  it('is missing', async () => {
    expect(await linesOf(join(folder, 'none.yaml'))).toEqual([
      'none.yaml  does not exist  write one, or name another file',
    ]);
  });

  it('is a directory', async () => {
    await mkdir(join(folder, 'folder'));
    expect(await linesOf(join(folder, 'folder'))).toEqual(['folder  is not a file  name the file itself']);
  });

  it('is below something that is no folder', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(await linesOf(join(folder, 'file', 'keysweep.yaml'))).toEqual([
      'file/keysweep.yaml  could not be read (ENOTDIR)  name another file',
    ]);
  });

  it.skipIf(process.getuid?.() === 0)('may not be read', async () => {
    const path = join(folder, 'secret.yaml');
    await writeFile(path, good);
    await chmod(path, 0o000);
    expect(await linesOf(path)).toEqual(['secret.yaml  may not be read  check the permissions of the file']);
  });

  it('is larger than any configuration', async () => {
    const path = join(folder, 'large.yaml');
    await writeFile(path, '');
    await truncate(path, 1_048_577);
    expect(await linesOf(path)).toEqual(['large.yaml  is larger than 1 MiB  is this the right file?']);
  });

  it('is not UTF-8', async () => {
    expect(await linesFor(Uint8Array.of(0x76, 0xe9, 0x3a))).toEqual([
      'keysweep.yaml  is not UTF-8 text  save it as UTF-8',
    ]);
  });

  it.each(['', ' \n\n', '\uFEFF'])('is empty: %j', async (content) => {
    expect(await linesFor(content)).toEqual(['keysweep.yaml:1:1  is empty  a configuration begins with version: 1']);
  });
});

describe('text that is not the YAML this door takes', () => {
  it.each<[string, string, string[]]>([
    [
      'only comments',
      '# nothing\n',
      ['keysweep.yaml:1:1  must be a map, not nothing  see the reference of the configuration'],
    ],
    [
      'syntax errors, all of them',
      'version: 1\nregion: "us-east-1\npolicies: [\n',
      ['keysweep.yaml:4:1  not YAML: Missing closing "quote  check indentation, quotes and brackets'],
    ],
    [
      'two errors',
      'version: [1\nregion: us-east-1\npolicies: }\n',
      [
        'keysweep.yaml:2:1  not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]  check indentation, quotes and brackets',
        'keysweep.yaml:3:11  not YAML: Unexpected flow-map-end token in YAML stream: "}"  check indentation, quotes and brackets',
      ],
    ],
    [
      'a tab for indentation',
      'policies:\n\tweekly: 1\n',
      ['keysweep.yaml:2:1  not YAML: Tabs are not allowed as indentation  check indentation, quotes and brackets'],
    ],
    [
      'two documents',
      `${good}---\n${good}`,
      ['keysweep.yaml:8:1  a second document begins here  one file holds one configuration: take the --- out'],
    ],
    ['a tag', 'version: !!js/function 1\n', ['keysweep.yaml:1:10  tags (!…) are not read  write the plain value']],
    [
      'an anchor and an alias',
      'groups: &g [A]\nmore: *g\n',
      [
        'keysweep.yaml:1:12  anchors (&…) are not read  let a policy extend another',
        'keysweep.yaml:2:7  aliases (*…) are not read  let a policy extend another',
      ],
    ],
    [
      'a merge key',
      'a:\n  <<: { b: 1 }\n',
      ['keysweep.yaml:2:3  merge keys (<<) are not read  let a policy extend another'],
    ],
    ['a key that is a list', '? [a, b]\n: 1\n', ['keysweep.yaml:1:3  a key must be plain text  write key: value']],
  ])('%s', async (_name, content, expected) => {
    expect(await linesFor(content)).toEqual(expected);
  });

  it('an alias bomb does nothing', async () => {
    const levels = Array.from(
      { length: 40 },
      (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level},`.repeat(9)}]`,
    );
    const lines = await linesFor(['l0: &l0 [lol]', ...levels].join('\n'));
    expect(lines).toHaveLength(41 + 40 * 9);
    expect(lines[0]).toBe('keysweep.yaml:1:9  anchors (&…) are not read  let a policy extend another');
  });

  it('a tower of brackets does nothing', async () => {
    expect(await linesFor(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)).toEqual([
      'keysweep.yaml:1:1  is nested too deeply to be read  no setting is more than six levels deep',
    ]);
  });

  it('forty thousand keys do nothing', async () => {
    const keys = Array.from({ length: 40_000 }, (_, key) => `k${key}: 1\n`).join('');
    expect(await linesFor(keys)).toHaveLength(40_000 + 4);
  }, 20_000);
});

describe('problems of a configuration, at their place', () => {
  it('in the order of the file, all in one go', async () => {
    const content = `version: 1
polices: {}
policies:
  weekly:
    groups: [Developers, developers, "Power Users"]
    schedule: cron(55 23 * * FRI *)
    timezone: Europe/Londn
    acton: delete
    maximumRevocations: 300
  careful: { extends: weekley }
  empty:
  odd: { exempt: { users: [{ name: breakglass }], groups: [] } }
assignments:
  /Workloads: careful
  /Workloads/: wekly
  ou-1: none
excludeAccounts: [012345678901, "1"]
maximumRevocationsOrganization: -1
summary: { notify: [security at example.com] }
`;
    expect(await linesFor(content)).toEqual([
      'keysweep.yaml:1:1  "region" is missing  The Region of the central stack and of every member stack. IAM itself is global.',
      'keysweep.yaml:2:1  unknown setting "polices"  did you mean "policies"?',
      'keysweep.yaml:5:26  group "developers" is "Developers" again  leave one of them',
      'keysweep.yaml:5:38  "Power Users" cannot be the name of an IAM group  up to 128 letters, digits and _ + = , . @ - without spaces; a path such as /team/ is not part of the name',
      'keysweep.yaml:6:15  "cron(55 23 * * FRI *)" has neither of day-of-month and day-of-week as "?"  exactly one of the two is "?", for example cron(55 23 ? * FRI *): minutes, hours, day-of-month, month, day-of-week, year',
      'keysweep.yaml:7:15  "Europe/Londn" is not a time zone  an IANA name such as Europe/London, or UTC',
      'keysweep.yaml:8:5  unknown setting "acton"  did you mean "action"?',
      'keysweep.yaml:9:25  maximumRevocations 300 is over the ceiling, which is 200  lower it, or raise ceilings.revocations',
      'keysweep.yaml:10:23  "careful" extends "weekley", which is no policy  did you mean "weekly"?',
      'keysweep.yaml:11:3  must be a map, not nothing  The policies, by name: a lower-case letter, then up to 20 lower-case letters, digits or hyphens.',
      'keysweep.yaml:12:3  "odd" has no groups  name the IAM groups whose members it sweeps, or extend a policy that does',
      'keysweep.yaml:12:28  "reason" is missing  Why; it stands in every report.',
      'keysweep.yaml:13:1  "/" is not assigned, so some accounts would have no policy  add "/": and a policy, or none; OUs below it may differ',
      'keysweep.yaml:15:3  "/Workloads/" is the same place as "/Workloads"  leave one of them',
      'keysweep.yaml:15:16  "wekly" is no policy  did you mean "weekly"?',
      'keysweep.yaml:16:3  "ou-1" is neither a path of OU names nor the id of an OU  an id looks like ou-ab12-cd34ef56, in lower case',
      'keysweep.yaml:17:19  is a number, which loses a leading zero: an account id is text  write it in quotes: "012345678901"',
      'keysweep.yaml:17:33  "1" is not an AWS account id  an account id is 12 digits, in quotes: "111122223333"',
      'keysweep.yaml:18:33  must be at least 1, not -1  Revocations of one run over all accounts; beyond it the run is held.',
      'keysweep.yaml:19:21  "security at example.com" is not an e-mail address  one address per line of the list, such as security@example.com',
    ]);
  });

  it('a key that stands twice, beside what else is wrong', async () => {
    expect(await linesFor(`${good}region: nowhere\n`)).toEqual([
      'keysweep.yaml:8:1  "region" stands here twice  it is on line 2 already',
      'keysweep.yaml:8:9  "nowhere" is not an AWS Region  a Region code such as us-east-1 or eu-west-2',
    ]);
    expect(await linesFor(`${good}region: us-east-1\n`)).toEqual([
      'keysweep.yaml:8:1  "region" stands here twice  it is on line 2 already',
    ]);
  });

  it('text that would play tricks on a terminal is shown, not obeyed', async () => {
    expect(await linesFor(good.replace('Developers', '"Dev\\e[31m\\u202Eelopers"'))).toEqual([
      'keysweep.yaml:5:14  "Dev\\u{1b}[31m\\u{202e}elopers" cannot be the name of an IAM group  up to 128 letters, digits and _ + = , . @ - without spaces; a path such as /team/ is not part of the name',
    ]);
  });
});
