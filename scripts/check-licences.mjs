// Fails if anything that ships (the dependencies of the apps and of what they are made of) is under another licence.
import { execFileSync } from 'node:child_process';

const ALLOWED = new Set(['MIT', 'MIT-0', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'ISC']);
const listed = execFileSync('pnpm', ['--filter', 'keysweep...', 'licenses', 'list', '--prod', '--json'], {
  encoding: 'utf8',
  maxBuffer: 1 << 28,
});
const byLicence = JSON.parse(listed);
const wrong = Object.entries(byLicence).flatMap(([licence, packages]) =>
  licence.split(/ OR |\(|\)/).some((each) => ALLOWED.has(each.trim()))
    ? []
    : packages.map(({ name }) => `${name}: ${licence}`),
);
for (const line of wrong) console.error(`not allowed to ship: ${line}`);
console.log(
  `${Object.values(byLicence).flat().length} packages ship, under ${Object.keys(byLicence).sort().join(', ')}`,
);
process.exit(wrong.length === 0 ? 0 : 1);
