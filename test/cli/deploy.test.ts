import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EXAMPLE_ORGANIZATION, filesBelow, writeConfig } from './example-input.ts';
import { runCli, startLocal, transcript, type CliRun, type RunningCli } from './run-cli.ts';

let folder: string;
let local: RunningCli;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keysweep-deploy-'));
  writeConfig(folder);
  local = await startLocal(EXAMPLE_ORGANIZATION, folder);
});
afterEach(async () => {
  await local.stop();
  rmSync(folder, { recursive: true });
});

const environment = (): Record<string, string> => ({ ...local.exported, CDK_VALIDATION: 'false' });
const keysweep = (...args: readonly string[]): CliRun => runCli(args, folder, environment());
const told = (...args: readonly string[]): string => transcript(args, folder, environment());

it(
  'reads as one story: look, deploy, nothing to do, another policy, down, and up again',
  { timeout: 120_000 },
  async () => {
    await expect(told('deploy', '--check')).toMatchFileSnapshot('deploy-check.golden.txt');
    expect(Object.keys(filesBelow(folder))).toEqual(['keysweep.yaml']);
    await expect(told('deploy', '--yes')).toMatchFileSnapshot('deploy-first.golden.txt');
    expect(Object.keys(filesBelow(folder))).toContain('keysweep-templates/central.template.json');
    await expect(told('deploy', '--yes')).toMatchFileSnapshot('deploy-nothing.golden.txt');
    expect(keysweep('deploy', '--check')).toMatchObject({ status: 0 });

    const changes = { '/Acquired: watch': '/Acquired: careful', 'cron(55 23 ? * FRI *)': 'cron(0 22 ? * FRI *)' };
    writeConfig(folder, changes);
    expect(keysweep('deploy', '--check')).toMatchObject({ status: 2 });
    await expect(told('deploy', '--yes')).toMatchFileSnapshot('deploy-policy.golden.txt');
    expect(keysweep('diff')).toMatchObject({ status: 0, stdout: expect.stringContaining('Nothing changes.') });

    writeConfig(folder, { ...changes, 'managementAccount: careful': 'managementAccount: none' });
    const unwanted = keysweep('deploy', '--check');
    expect(unwanted.status).toBe(2);
    expect(unwanted.stderr).toContain(
      'warning  keysweep-management is in 111122223333, which no policy sweeps any more.',
    );
    expect(unwanted.stderr).toContain('aws cloudformation delete-stack --stack-name keysweep-management');
    writeConfig(folder, changes);

    const named = ['--confirm', 'o-example1234'];
    await expect(told('destroy', '--yes', ...named)).toMatchFileSnapshot('destroy.golden.txt');
    await expect(told('deploy', '--yes')).toMatchFileSnapshot('deploy-again.golden.txt');
    expect(readFileSync(join(folder, 'keysweep-templates', 'assignments.json'), 'utf8')).toContain('o-example1234');
  },
);
