import { spawnSync } from 'node:child_process';
import { outerEnvironment } from '../outer-environment.ts';

/** The maintained fork of the Serverless Framework. It is no dependency of the workspace: only this test asks for it. */
const OSLS = 'osls@4.3.1';
const INSTALLING_TAKES_MS = 90_000;

/** What a run of osls left. */
export interface OslsRun {
  readonly status: number | null;
  readonly output: string;
}

/** Runs osls in a folder. No AWS account is touched. */
export function osls(args: readonly string[], cwd: string): OslsRun {
  const env = {
    ...outerEnvironment,
    AWS_ACCESS_KEY_ID: 'none',
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_EC2_METADATA_DISABLED: 'true',
    npm_config_update_notifier: 'false',
    npm_config_loglevel: 'error',
  };
  const command = ['--yes', OSLS, ...args];
  const { status, stdout, stderr } = spawnSync('npx', command, {
    cwd,
    env,
    encoding: 'utf8',
    timeout: INSTALLING_TAKES_MS,
  });
  return { status, output: `${stdout ?? ''}${stderr ?? ''}` };
}
