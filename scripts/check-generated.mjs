// Generates every generated file again and fails if one of them was not what is committed.
import { execFileSync } from 'node:child_process';

const status = () => execFileSync('git', ['status', '--porcelain'], { encoding: 'utf8' });
const before = status();
execFileSync('pnpm', ['exec', 'turbo', 'run', 'generate', '--output-logs=errors-only'], { stdio: 'inherit' });
const stale = status()
  .split('\n')
  .filter((line) => line !== '' && !before.includes(line));
for (const line of stale) console.error(`stale: ${line.slice(3)}; run \`pnpm generate\` and commit it`);
process.exit(stale.length === 0 ? 0 : 1);
