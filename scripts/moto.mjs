// Finds moto, the AWS emulator that nobody here wrote, or installs it into a venv of the project's; prints the path of
// `moto_server`. Exit code 1 and words on stderr where it cannot be had.
//   node scripts/moto.mjs
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '5.2.1';
const INSTALL_TIMEOUT_MS = 300_000;
const root = fileURLToPath(new URL('..', import.meta.url));
const bin = process.platform === 'win32' ? 'Scripts' : 'bin';
const executable = process.platform === 'win32' ? '.exe' : '';
const venv = join(root, '.venv');
const own = join(venv, bin, `moto_server${executable}`);

const found = onPath(`moto_server${executable}`) ?? (existsSync(own) ? own : install());
if (found === null) {
  process.stderr.write(`moto_server ${VERSION} is not on PATH and could not be installed (python3 -m venv, pip).\n`);
  process.exitCode = 1;
} else {
  process.stdout.write(`${found}\n`);
}

function onPath(name) {
  const directories = (process.env.PATH ?? '').split(delimiter).filter((directory) => directory !== '');
  return directories.map((directory) => join(directory, name)).find((path) => existsSync(path)) ?? null;
}

function install() {
  const steps = [
    ['python3', ['-m', 'venv', venv]],
    [join(venv, bin, `pip${executable}`), ['install', '--quiet', `moto[server]==${VERSION}`]],
  ];
  for (const [command, args] of steps) {
    const { status } = spawnSync(command, args, { stdio: ['ignore', 2, 2], timeout: INSTALL_TIMEOUT_MS });
    if (status !== 0) return null;
  }
  return existsSync(own) ? own : null;
}
