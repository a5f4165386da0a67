// Puts together what is published to npm, in the folder `npm` (or the one that is named), and packs it: the built files, which
// have everything in them, so nothing is installed beside; aws-cdk-lib and constructs are peers that only synth, diff and
// deploy need. Prints the path of the archive.
import { execFileSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '..', '..');
const out = resolve(process.argv[2] ?? join(here, 'npm'));
const stage = join(out, 'package');

const own = JSON.parse(await readFile(join(here, 'package.json'), 'utf8'));
const ofTemplates = createRequire(join(root, 'stacksets', 'package.json'));
const versionOf = (name) => ofTemplates(`${name}/package.json`).version;

await rm(stage, { recursive: true, force: true });
await mkdir(stage, { recursive: true });
await cp(join(here, 'dist'), join(stage, 'dist'), { recursive: true });
await cp(join(root, 'stacksets', 'dist', 'stacksets.cjs'), join(stage, 'dist', 'stacksets.cjs'));
await cp(join(root, 'packages', 'core', 'keysweep.schema.json'), join(stage, 'keysweep.schema.json'));
await cp(join(root, 'LICENSE'), join(stage, 'LICENSE'));
await cp(join(here, 'README.md'), join(stage, 'README.md'));
await writeFile(join(stage, 'THIRD-PARTY-LICENCES.txt'), await licenceTexts());
await writeFile(
  join(stage, 'package.json'),
  `${JSON.stringify(
    {
      name: own.name,
      version: own.version,
      description: 'Expire the IAM access keys of human users across a whole AWS Organization, and prove it',
      license: own.license,
      type: own.type,
      bin: own.bin,
      files: ['dist', 'keysweep.schema.json', 'THIRD-PARTY-LICENCES.txt'],
      engines: { node: '>=20' },
      peerDependencies: {
        'aws-cdk-lib': `^${versionOf('aws-cdk-lib')}`,
        constructs: `^${versionOf('constructs')}`,
      },
      peerDependenciesMeta: { 'aws-cdk-lib': { optional: true }, constructs: { optional: true } },
    },
    null,
    2,
  )}\n`,
);
const [packed] = JSON.parse(
  execFileSync('npm', ['pack', '--json', '--pack-destination', out], { cwd: stage, encoding: 'utf8' }),
);
process.stdout.write(`${join(out, packed.filename)}\n`);
process.stderr.write(`${packed.size} bytes, ${packed.unpackedSize} unpacked, ${packed.entryCount} files\n`);

/** The licences of all that is bundled: most ask for their text to be handed on. */
async function licenceTexts() {
  const args = ['--filter', 'keysweep...', 'licenses', 'list', '--prod', '--json'];
  // The pnpm of this repository, which npm brings: a fresh machine has none of its own.
  const { packageManager } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  // An npx around this one tells it by its environment what to run instead.
  const { npm_config_call: _call, npm_config_package: _package, ...env } = process.env;
  const options = { cwd: root, env, encoding: 'utf8', maxBuffer: 1 << 28 };
  const listed = JSON.parse(execFileSync('npx', ['--yes', packageManager, ...args], options));
  const packages = Object.values(listed)
    .flat()
    .sort((left, right) => (left.name < right.name ? -1 : 1));
  const texts = await Promise.all(
    packages.map(async ({ name, versions, license, paths: [path] }) => {
      const file = (await readdir(path)).find((each) => /^licen[cs]e/i.test(each));
      const text = file === undefined ? 'Its package holds no text of it.' : await readFile(join(path, file), 'utf8');
      return `${name} ${versions.join(', ')} (${license})\n\n${text.trim()}\n`;
    }),
  );
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}
