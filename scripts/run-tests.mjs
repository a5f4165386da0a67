// Runs every test of the workspace once and ends with one line, `N passed, N failed`, of the tests really run.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'keysweep-tests-'));
const results = join(folder, 'results.json');
const { status } = spawnSync(
  'pnpm',
  [
    'exec',
    'vitest',
    'run',
    '--coverage',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
);
let failed = 1;
try {
  const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests } = JSON.parse(
    readFileSync(results, 'utf8'),
  );
  failed = numFailedTests === 0 && status !== 0 ? Math.max(1, numFailedTestSuites) : numFailedTests;
  const skipped = numPendingTests === 0 ? '' : `, ${numPendingTests} skipped`;
  console.log(`\n${numPassedTests} passed, ${failed} failed${skipped}`);
} catch {
  console.log('\n0 passed, 1 failed');
}
rmSync(folder, { recursive: true, force: true });
process.exit(status === 0 && failed === 0 ? 0 : 1);
