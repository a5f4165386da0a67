// Brings the tools a fresh machine lacks (pnpm, and Node 24 for tests where npm has it) and runs one of the two README
// commands with them. Needs only Node >= 20 and npm.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const NODE_24 = '24.21.0';
const { packageManager } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

const steps = {
  start: [
    'pnpm install --frozen-lockfile --silent --filter "keysweep..."',
    'pnpm --silent --filter "keysweep..." run build',
    'node apps/cli/dist/keysweep.js demo',
  ],
  test: [
    'pnpm install --frozen-lockfile --silent',
    'pnpm exec turbo run build --output-logs=errors-only',
    'node scripts/run-tests.mjs',
  ],
  check: ['pnpm install --frozen-lockfile --silent', 'node scripts/check.mjs'],
};

const [task = '', ...extra] = process.argv.slice(2);
const commands = steps[task];
if (commands === undefined) {
  console.error(`bootstrap: unknown task “${task}”; there are: ${Object.keys(steps).join(', ')}`);
  process.exit(64);
}

const hostMajor = Number(process.versions.node.split('.')[0]);
const nodePackage = `node-linux-${process.arch}@${NODE_24}`;
const wantsNode24 = task !== 'start' && hostMajor !== 24 && process.platform === 'linux';
let version = process.version;
const node24 = wantsNode24 && run(['-p', nodePackage, '-c', 'node --version'], 'ignore').status === 0;
if (node24) version = `v${NODE_24}`;
if (task !== 'start')
  console.log(
    node24
      ? `Node ${NODE_24}, brought by npm (${nodePackage}), as Lambda runs it`
      : `Node ${process.version}, the machine's own${hostMajor === 24 ? '' : ': Node 24 could not be had, which is what Lambda runs'}`,
  );

const script = [...commands.slice(0, -1), [commands.at(-1), ...extra].join(' ')].join(' && ');
const { status, signal } = run([...(node24 ? ['-p', nodePackage] : []), '-p', packageManager, '-c', script], 'inherit');
process.exit(signal === null ? (status ?? 1) : 130);

function run(args, stdio) {
  return spawnSync('npx', ['--yes', ...args], {
    stdio,
    cwd: new URL('..', import.meta.url),
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      npm_config_yes: 'true',
      npm_config_update_notifier: 'false',
      npm_config_loglevel: 'error',
      TURBO_TELEMETRY_DISABLED: '1',
      KEYSWEEP_NODE_VERSION: version,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  });
}
