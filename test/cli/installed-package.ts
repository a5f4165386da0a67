import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packager = fileURLToPath(new URL('../../apps/cli/package.mjs', import.meta.url));
const ofTemplates = createRequire(new URL('../../stacksets/package.json', import.meta.url));

/** The package as somebody has it who installed it into a project of theirs. */
export interface InstalledPackage {
  readonly archive: string;
  readonly project: string;
  /** The program that npm links as `keysweep`. */
  readonly program: string;
  /** Where that link is. */
  readonly binaries: string;
  /** Puts the peers beside it, as npm would. */
  installPeers(): void;
}

/** Packs the built CLI into a folder, and installs it in a project there: offline, for it brings no other package. */
export function installPackage(folder: string): InstalledPackage {
  const archive = execFileSync(process.execPath, [packager, folder], { encoding: 'utf8', stdio: 'pipe' }).trim();
  const project = join(folder, 'project');
  mkdirSync(project);
  const install = ['install', '--offline', '--no-audit', '--no-fund', '--legacy-peer-deps', archive];
  execFileSync('npm', install, { cwd: project, stdio: 'pipe' });
  const modules = join(project, 'node_modules');
  return {
    archive,
    project,
    program: join(modules, 'keysweep', 'dist', 'keysweep.js'),
    binaries: join(modules, '.bin'),
    installPeers: () => {
      for (const name of ['aws-cdk-lib', 'constructs'])
        symlinkSync(dirname(ofTemplates.resolve(`${name}/package.json`)), join(modules, name));
    },
  };
}
