import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { formatFileProblem } from './file-problem.ts';
import { readOrganizationSnapshot } from './organization-file.ts';

let path: string;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keysweep-organization-'));
  path = join(folder, 'organization.json');
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const snapshot = {
  id: 'o-0123456789',
  managementAccountId: '111122223333',
  rootId: 'r-ab12',
  organizationalUnits: [{ id: 'ou-ab12-cd34ef56', name: 'Prod', parentId: 'r-ab12' }],
  accounts: [{ id: '111122223333', name: 'management', email: 'm@example.com', state: 'ACTIVE', parentId: 'r-ab12' }],
};

async function linesFor(content: string): Promise<string[]> {
  await writeFile(path, content);
  const read = await readOrganizationSnapshot(path);
  return read.ok ? [] : read.problems.map((problem) => formatFileProblem(problem).replace(`${folder}/`, ''));
}

it('reads a snapshot', async () => {
  await writeFile(path, JSON.stringify(snapshot));
  expect(await readOrganizationSnapshot(path)).toEqual({ ok: true, snapshot });
});

it('names what is wrong with one', async () => {
  const hint = 'a snapshot is JSON; the README names its fields';
  expect(await linesFor('{"id": ')).toEqual([
    expect.stringMatching(/^organization\.json {2}is not JSON: .* {2}a snapshot is JSON/),
  ]);
  expect(await linesFor('[]')).toEqual([
    `organization.json  the whole is not what an organization snapshot has here (invalid type)  ${hint}`,
  ]);
  expect(await linesFor(JSON.stringify({ ...snapshot, rootId: 'r-zz99' }))).toEqual([
    'organization.json  organizationalUnits.0.parentId has an unknown parent, r-ab12  AWS has no such organization: read it again',
    'organization.json  accounts.0.parentId has an unknown parent, r-ab12  AWS has no such organization: read it again',
  ]);
});

it('is not there', async () => {
  expect(await readOrganizationSnapshot(path)).toMatchObject({
    ok: false,
    problems: [{ place: null, problem: 'does not exist' }],
  });
});
