import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesBelow, synthesizeExample, writeConfig, writeOrganization } from './example-input.ts';
import { installPackage, type InstalledPackage } from './installed-package.ts';
import { runCliAt } from './run-cli.ts';

/** What `npx` has to fetch. */
const MOST_BYTES = 2_500_000;

let folder: string;
let installed: InstalledPackage;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keysweep-package-'));
  installed = installPackage(folder);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) => {
  const env = { PATH: process.env['PATH'] ?? '', CDK_VALIDATION: 'false' };
  return runCliAt(installed.program, args, { cwd: installed.project, env });
};

describe('the package that npx fetches', () => {
  it('is small, and brings no other package', () => {
    const manifest = JSON.parse(
      readFileSync(join(folder, 'project/node_modules/keysweep/package.json'), 'utf8'),
    ) as Record<string, unknown>;
    expect(statSync(installed.archive).size).toBeLessThan(MOST_BYTES);
    expect(manifest).not.toHaveProperty('dependencies');
    expect(manifest).not.toHaveProperty('private');
    expect(manifest).toMatchObject({ peerDependenciesMeta: { 'aws-cdk-lib': { optional: true } } });
  });

  it('carries the licences of what is bundled', () => {
    const texts = readFileSync(join(folder, 'project/node_modules/keysweep/THIRD-PARTY-LICENCES.txt'), 'utf8');
    for (const name of ['commander', 'valibot', '@aws-sdk/client-iam', 'preact']) expect(texts).toContain(`\n${name} `);
    expect(texts).toContain('Permission is hereby granted, free of charge');
  });

  it('runs as the command that npm links', () => {
    const command = join(installed.binaries, 'keysweep');
    expect(execFileSync(command, ['--version'], { encoding: 'utf8' })).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('rehearses without anything else', { timeout: 120_000 }, () => {
    const { status, stdout, stderr } = run('demo');
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^keysweep summary, /);
  });

  it('makes the templates that the repository makes, once the CDK is there', { timeout: 120_000 }, async () => {
    const { project } = installed;
    const here = join(folder, 'repository');
    mkdirSync(here);
    writeConfig(project);
    await writeOrganization(project);

    const without = run('synth', '--organization', 'organization.json');
    expect(without).toMatchObject({ status: 1, stdout: '' });
    expect(without.stderr).toContain('synth needs aws-cdk-lib, which is not installed');
    expect(without.stderr).toContain('hint: beside keysweep: npm install aws-cdk-lib constructs');

    installed.installPeers();
    const synthesized = run('synth', '--organization', 'organization.json');
    expect(synthesized.status, synthesized.stderr).toBe(0);
    const theirs = filesBelow(join(project, 'keysweep-templates'));
    const ours = filesBelow(await synthesizeExample(here, { out: 'keysweep-templates' }));
    expect(Object.keys(theirs)).toEqual(Object.keys(ours));
    expect(Object.keys(ours).filter((path) => ours[path] !== theirs[path])).toEqual([]);
  });
});
