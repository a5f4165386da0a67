import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from './run-cli.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'keysweep-shell-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** What a shell would offer at the end of a command line. */
function offered(...words: string[]): string[] {
  const { status, stdout, stderr } = runCli(['complete', '--', ...words], folder);
  expect(status, stderr).toBe(0);
  return stdout
    .split('\n')
    .filter((line) => line.includes('\t'))
    .map((line) => line.split('\t')[0] ?? '');
}

describe('keysweep completion', () => {
  it.each(['bash', 'zsh', 'fish'])('prints a script for %s', (shell) => {
    const { status, stdout, stderr } = runCli(['completion', shell], folder);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/keysweep["']? complete --/);
  });

  it('gives bash a script that it takes', () => {
    const { stdout } = runCli(['completion', 'bash'], folder);
    const bash = spawnSync('bash', ['-c', `${stdout}\ncomplete -p keysweep`], { encoding: 'utf8' });
    expect(bash.stderr).toBe('');
    expect(bash.stdout).toContain('keysweep');
  });

  it('offers commands, the options of a command, and the values of an option', () => {
    expect(offered('va')).toEqual(['validate']);
    expect(offered('')).toEqual(expect.arrayContaining(['deploy', 'demo', 'schema', 'completion']));
    expect(offered('')).not.toContain('complete');
    expect(offered('validate', '--o')).toEqual(['--organization']);
    expect(offered('diff', '--output', '')).toEqual(['text', 'json']);
    expect(offered('schema', '')).toEqual(['config', 'summary', 'key']);
  });

  it('knows no other shell', () => {
    expect(runCli(['completion', 'tcsh'], folder)).toMatchObject({
      status: 64,
      stdout: '',
      stderr: expect.stringContaining('Allowed choices are bash, zsh, fish'),
    });
  });
});

describe('keysweep schema', () => {
  it.each([[[]], [['config']], [['summary']], [['key']]])('%j prints a schema that can be used', (args) => {
    const { status, stdout, stderr } = runCli(['schema', ...args], folder);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(() => new Ajv({ strict: false }).compile(JSON.parse(stdout) as object)).not.toThrow();
  });

  it('of something else does not exist', () => {
    expect(runCli(['schema', 'plans'], folder)).toMatchObject({ status: 64, stdout: '' });
  });
});
