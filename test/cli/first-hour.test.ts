import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installPackage, type InstalledPackage } from './installed-package.ts';
import { firstLineMissing, stepsOf, type PageStep } from './page-steps.ts';
import { pasteSteps, quietly } from './paste-steps.ts';
import { startLocalAt, type RunningCli } from './run-cli.ts';

/** The page that a new user begins with: its own commands are what is run here, with the package that npm would install. */
const PAGE = readFileSync(new URL('../../docs/getting-started.md', import.meta.url), 'utf8');
const MINUTES = 60_000;

const SECTIONS = [...PAGE.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading);
/** Done before anything is pasted, for they need the network, and a terminal of their own. */
const PREPARED = new Set(['Install', 'An organization to try it on']);

const hasCurl = spawnSync('curl', ['--version']).status === 0;
if (!hasCurl) process.stderr.write('curl is not on PATH: the commands of docs/getting-started.md are not run.\n');

let folder: string;
let installed: InstalledPackage;
let organization: RunningCli;

describe.runIf(hasCurl)('docs/getting-started.md', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keysweep-first-hour-'));
    installed = installPackage(folder);
    installed.installPeers();
    const [start] = stepsOf(PAGE, 'An organization to try it on');
    const [, args = ''] = /^npx keysweep local (.*)$/m.exec(start?.commands ?? '') ?? [];
    organization = await startLocalAt(installed.program, args.split(' '), installed.project);
  }, 2 * MINUTES);
  afterAll(async () => {
    await organization.stop();
    rmSync(folder, { recursive: true });
  });

  it(
    'goes through from the package in an empty folder to nothing again, and prints what it says',
    { timeout: 5 * MINUTES },
    () => {
      const steps = SECTIONS.filter((heading) => !PREPARED.has(heading)).flatMap((heading) => stepsOf(PAGE, heading));
      const environment = {
        ...organization.exported,
        PATH: [installed.binaries, process.env['PATH']].join(delimiter),
      };
      // What npx does with a package that is installed, without the second that it takes each time.
      const npx: PageStep = quietly('npx() { "$@"; }');
      const [, ...printed] = pasteSteps([npx, ...steps], { cwd: installed.project, environment });
      for (const [index, { commands, output }] of steps.entries()) {
        const missing = output === null ? null : firstLineMissing(output, printed[index] ?? '');
        expect(missing, `${commands}\n${printed[index]}`).toBeNull();
      }
      expect(steps.length).toBeGreaterThan(8);
    },
  );
});
