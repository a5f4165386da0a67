// The static gates, each printed as it runs; all of them run, so that one failure does not hide another.
import { spawnSync } from 'node:child_process';

const gates = [
  ['types', 'pnpm exec tsc --noEmit'],
  ['lint', 'pnpm exec oxlint --type-aware --deny-warnings'],
  ['format', 'pnpm exec prettier --check --log-level warn .'],
  ['dead code', 'pnpm exec knip --no-progress'],
  ['architecture', 'pnpm exec depcruise --config .dependency-cruiser.mjs apps packages stacksets test'],
  ['licences', 'node scripts/check-licences.mjs'],
  ['generated files', 'node scripts/check-generated.mjs'],
];

let failed = 0;
for (const [name, command] of gates) {
  console.log(`\n— ${name}: ${command}`);
  const { status } = spawnSync(command, { stdio: 'inherit', shell: true });
  if (status !== 0) failed += 1;
  console.log(status === 0 ? `  ${name}: ok` : `  ${name}: FAILED`);
}
console.log(`\n${gates.length - failed} of ${gates.length} static gates passed`);
process.exit(failed === 0 ? 0 : 1);
