import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { KeysweepError } from '@keysweep/core';

const LOCATE = fileURLToPath(new URL('../../scripts/moto.mjs', import.meta.url));
const START_TIMEOUT_MS = 60_000;

/** A running moto, an AWS emulator in its own process. */
export interface MotoProcess {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** Forgets everything: https://docs.getmoto.org/en/latest/docs/server_mode.html */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** The path of `moto_server`, installed into a venv of the project's if need be; null where it cannot be had. */
export function locateMoto(): string | null {
  const { status, stdout } = spawnSync(process.execPath, [LOCATE], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

/** Starts moto on a free port and waits until it answers. */
export async function startMoto(executable: string): Promise<MotoProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  // MOTO_ACCOUNT_ID would put every caller into one account and hide what AssumeRole separates.
  const { MOTO_ACCOUNT_ID: _, ...environment } = process.env;
  const child = spawn(executable, ['-H', '127.0.0.1', '-p', String(port)], { env: environment, stdio: 'ignore' });
  // A test run that is cut short must not leave its moto behind.
  process.once('exit', () => void child.kill());
  await untilUp(url, child);
  return {
    url,
    reset: async () => void (await fetch(`${url}/moto-api/reset`, { method: 'POST' })),
    stop: () => stopped(child),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new KeysweepError('internal', 'no free port');
  return address.port;
}

async function untilUp(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const response = await fetch(`${url}/moto-api/data.json`).catch(() => null);
    await response?.arrayBuffer();
    if (response?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill();
  throw new KeysweepError('internal', 'moto_server did not start');
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill();
  });
}
