import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EvidenceStore } from '@keysweep/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderEvidence } from './folder-evidence.ts';

const KEY = 'runs/policy=weekly/run=20261120T235500Z/gate-1.json';

let root: string;
let store: EvidenceStore;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'keysweep-folder-'));
  store = folderEvidence(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const filesBelow = async (): Promise<string[]> =>
  (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((each) => each.isFile())
    .map(({ name }) => name);

describe('evidence in a folder', () => {
  it('lies under the keys that it has in a bucket, and leaves no draft behind', async () => {
    await store.putOnce(KEY, '1');
    await store.putOnce(KEY, '2');
    await store.replace('latest.json', 'a', null);
    const long = store.writeLong('summaries/a/keys.csv');
    await long.write('x');
    expect(await long.end()).toBeNull();
    expect((await filesBelow()).sort()).toEqual(['gate-1.json', 'keys.csv', 'latest.json']);
  });

  it('does not list what another process has not finished', async () => {
    await store.putOnce(KEY, '1');
    await store.writeLong('runs/unended.json').write('x'.repeat(2_000_000));
    expect(await filesBelow()).toHaveLength(2);
    expect((await store.list('runs/')).items).toEqual([KEY]);
  });

  it('is one over processes: what another store of the folder wrote is there', async () => {
    await store.putOnce(KEY, '1');
    expect(await folderEvidence(root).putOnce(KEY, '2')).toEqual({ state: 'exists' });
  });

  it('keeps nothing outside of the folder', () => {
    expect(() => store.putOnce('runs/../../x', '')).toThrow('outside');
    expect(() => store.get('/etc/passwd')).toThrow('outside');
  });

  it('says of what it cannot read that it is unknown, never that it is absent', async () => {
    await mkdir(join(root, KEY), { recursive: true });
    await writeFile(join(root, 'ledger'), 'a file where a folder should be');
    const unknown = { state: 'unknown', failure: { operation: 'file:Read' } };
    expect(await store.get(KEY)).toMatchObject(unknown);
    expect(await store.readLines(KEY, () => true)).toMatchObject(unknown);
    expect(await store.get('ledger/account=111122223333.json')).toMatchObject(unknown);
    expect(await store.list('ledger/')).toMatchObject({
      end: { state: 'unknown', failure: { operation: 'file:List' } },
    });
  });

  it('says of what it cannot write why, and that somebody was first only where that is so', async () => {
    await writeFile(join(root, 'ledger'), 'a file where a folder should be');
    await symlink(join(root, 'loop'), join(root, 'loop'));
    const failed = { state: 'failed', failure: { operation: 'file:Write' } };
    expect(await store.putOnce('ledger/account=111122223333.json', '1')).toMatchObject(failed);
    expect(await store.putOnce('loop/a.json', '1')).toMatchObject(failed);
    expect(await store.replace('ledger/account=111122223333.json', '1', '"e"')).toMatchObject({ state: 'failed' });
    const long = store.writeLong('ledger/keys.csv');
    await long.write('x');
    expect(await long.end()).toMatchObject({ operation: 'file:Write' });
  });

  it('gives a long record up where it cannot take its place, and leaves what was there', async () => {
    await mkdir(join(root, 'summaries/a/keys.csv/in-the-way'), { recursive: true });
    const long = store.writeLong('summaries/a/keys.csv');
    await long.write('x');
    expect(await long.end()).toMatchObject({ operation: 'file:Write' });
    expect(await filesBelow()).toEqual([]);
  });
});
