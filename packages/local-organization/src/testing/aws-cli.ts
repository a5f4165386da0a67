import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { IssuedCredentials } from '../credentials.ts';

/** Whether the AWS CLI is on PATH; says so where it is not. */
export const isAwsCliInstalled = (() => {
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write('The AWS CLI is not on PATH: its tests are skipped.\n');
    return false;
  }
})();

/** Where the CLI finds the organization, and a folder that stands for its home. */
export interface CliSetting {
  readonly url: string;
  readonly folder: string;
}

/** Runs the AWS CLI; what it prints, parsed where it is JSON. */
export async function awsCli(
  { url, folder }: CliSetting,
  credentials: IssuedCredentials,
  words: readonly string[],
): Promise<ReturnType<typeof JSON.parse>> {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_MAX_ATTEMPTS: '1',
  };
  const { stdout } = await promisify(execFile)('aws', [...words, '--endpoint-url', url, '--output', 'json'], { env });
  const isJson = /^\s*[[{"]/.test(stdout);
  return isJson ? JSON.parse(stdout) : stdout === '' ? undefined : stdout;
}
