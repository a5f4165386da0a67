import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How often each command is run; the least time of them counts, for whatever else the machine does only adds to it. */
const ROUNDS = 15;
/** The most that starting may take, against a bare Node.js in the same run. */
const MOST_TIMES = 3;

const cli = fileURLToPath(new URL('../../../apps/cli/dist/keysweep.js', import.meta.url));

const commands = {
  'node -e 0': ['-e', '0'],
  'keysweep --version': [cli, '--version'],
  'keysweep --help': [cli, '--help'],
  'keysweep sweep --help': [cli, 'sweep', '--help'],
  'keysweep complete -- va': [cli, 'complete', '--', 'va'],
} as const;
type Name = keyof typeof commands;
const names = Object.keys(commands) as Name[];

const least = new Map<Name, number>(names.map((name) => [name, Infinity]));
for (let round = 0; round < ROUNDS; round += 1)
  for (const name of names) {
    const started = performance.now();
    const { status } = spawnSync(process.execPath, commands[name], { stdio: 'ignore' });
    if (status !== 0) throw new TypeError(`${name} ended with ${status}`);
    least.set(name, Math.min(least.get(name) ?? Infinity, performance.now() - started));
  }

const bare = least.get('node -e 0') ?? Number.NaN;
let slow = 0;
for (const name of names) {
  const ms = least.get(name) ?? Number.NaN;
  if (ms > MOST_TIMES * bare) slow += 1;
  console.log(`${name.padEnd(26)} ${ms.toFixed(0).padStart(5)} ms   ${(ms / bare).toFixed(2)} × node -e 0`);
}
console.log(`the least of ${ROUNDS} runs each; allowed: ${MOST_TIMES} ×`);
process.exitCode = slow === 0 ? 0 : 1;
