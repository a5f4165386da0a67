import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The built CLI. */
export const cli = fileURLToPath(new URL('../../apps/cli/dist/keysweep.js', import.meta.url));

/** What a run of the CLI left. */
export interface CliRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The environment of a person who has set nothing up. */
export const BARE = {
  PATH: process.env['PATH'] ?? '',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

/** That environment with more in it. */
export function bareWith(environment: Readonly<Record<string, string>>): Record<string, string> {
  return { ...BARE, ...environment };
}

/** Runs the built CLI as a person would, in a folder, with no terminal. */
export function runCli(
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
): CliRun {
  return runCliAt(cli, args, { cwd, env: bareWith(environment) });
}

/** Runs a CLI that is installed somewhere else. */
export function runCliAt(
  path: string,
  args: readonly string[],
  { cwd, env = BARE }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): CliRun {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...args], { cwd, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** A run of the CLI beside the test, which may serve what it asks for meanwhile. */
export interface CliBeside {
  readonly ended: Promise<CliRun>;
  /** Resolves once it has said something that contains these words. */
  hears(words: string): Promise<void>;
  /** What it has said so far. */
  heard(): string;
  signal(name: NodeJS.Signals): void;
}

/** Starts the built CLI in a folder, with no terminal. */
export function startCli(
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
): CliBeside {
  const started = spawn(process.execPath, [cli, ...args], { cwd, env: bareWith(environment) });
  let [stdout, stderr] = ['', ''];
  started.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  started.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(started, 'close').then(([status]) => ({ status: status as number | null, stdout, stderr }));
  return {
    ended,
    hears: async (words) => {
      while (!stderr.includes(words)) await Promise.race([once(started.stderr, 'data'), ended.then(neverHeard(words))]);
    },
    heard: () => stderr,
    signal: (name) => void started.kill(name),
  };
}

function neverHeard(words: string): ({ stderr }: CliRun) => never {
  return ({ stderr }) => {
    throw new TypeError(`it ended without “${words}”: ${stderr}`);
  };
}

/** What a person sees: the command, all that it printed in its order, and its exit code if that is not 0. */
export function transcript(
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
): string {
  const script = 'exec "$0" "$@" 2>&1';
  const { status, stdout } = spawnSync('sh', ['-c', script, process.execPath, cli, ...args], {
    cwd,
    env: bareWith(environment),
    encoding: 'utf8',
  });
  return `$ keysweep ${args.join(' ')}\n${stdout}${status === 0 ? '' : `(exit code ${status})\n`}`;
}

/** A run of the CLI that goes on until it is stopped. */
export interface RunningCli {
  /** Its environment lines, `export NAME=value`, as a map. */
  readonly exported: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts a local organization with the built CLI, on a free port, and waits until it listens. */
export function startLocal(file: string, cwd: string): Promise<RunningCli> {
  return startLocalAt(cli, ['-f', file], cwd);
}

/** Starts one with a CLI that is installed somewhere, and with other arguments of `local`. */
export async function startLocalAt(path: string, args: readonly string[], cwd: string): Promise<RunningCli> {
  const started = spawn(process.execPath, [path, 'local', ...args, '--port', '0'], { cwd, env: BARE });
  const ended = once(started, 'exit');
  let output = '';
  started.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await once(started.stderr, 'data');
  const exported = [...output.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]);
  return {
    exported: Object.fromEntries(exported) as Record<string, string>,
    stop: async () => {
      started.kill('SIGTERM');
      await ended;
    },
  };
}
