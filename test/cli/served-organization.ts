import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nextScheduledTime } from '@keysweep/core';
import { LocalOrganization } from '@keysweep/local-organization';
import { bootstrap } from '../../apps/cli/src/local/bootstrap.ts';
import { EXAMPLE_ORGANIZATION, writeConfig } from './example-input.ts';
import { BARE, cli, type CliRun } from './run-cli.ts';

/** A run of the CLI that is under way. */
export interface StartedCli {
  /** As Ctrl-C does. */
  interrupt(): void;
  readonly ended: Promise<CliRun>;
}

/** A local organization in this process, to be looked into and troubled, with the built CLI speaking to it over HTTP. */
export interface ServedOrganization {
  readonly organization: LocalOrganization;
  /** With the example's configuration in it. */
  readonly folder: string;
  /** Environment lines of a role's credentials; of an administrator of the management account if none is named. */
  environment(roleArn?: string): Readonly<Record<string, string>>;
  start(args: readonly string[], environment?: Readonly<Record<string, string>>): StartedCli;
  run(...args: readonly string[]): Promise<CliRun>;
  close(): Promise<void>;
}

/** Which organization is served; the example's, bootstrapped, if nothing is said. */
export interface ServingOptions {
  readonly description?: string;
  readonly isBootstrapped?: boolean;
}

/** Serves an organization from a description. */
export async function serveOrganization({
  description = EXAMPLE_ORGANIZATION,
  isBootstrapped = true,
}: ServingOptions = {}): Promise<ServedOrganization> {
  const organization = await LocalOrganization.fromFile(description, { nextScheduledTime });
  if (isBootstrapped) for (const { id } of organization.accounts()) bootstrap(organization, id);
  const { url } = await organization.listen();
  const folder = mkdtempSync(join(tmpdir(), 'keysweep-served-'));
  writeConfig(folder);
  const environment = (roleArn?: string): Readonly<Record<string, string>> => {
    const {
      accessKeyId,
      secretAccessKey,
      sessionToken = '',
    } = organization.credentials(roleArn === undefined ? undefined : { roleArn });
    return {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    };
  };
  const start = (args: readonly string[], variables = environment()): StartedCli => {
    const env = { ...BARE, CDK_VALIDATION: 'false', ...variables };
    const child = spawn(process.execPath, [cli, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const ended = once(child, 'close').then(([status]) => ({ status: status as number | null, stdout, stderr }));
    return { interrupt: () => void child.kill('SIGINT'), ended };
  };
  return {
    organization,
    folder,
    environment,
    start,
    run: (...args) => start(args).ended,
    close: async () => {
      await organization.close();
      rmSync(folder, { recursive: true });
    },
  };
}
