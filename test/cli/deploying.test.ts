import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outerEnvironment } from '../outer-environment.ts';
import { EXAMPLE_ORGANIZATION, writeConfig } from './example-input.ts';
import { firstLineMissing, stepsOf, type PageStep } from './page-steps.ts';
import { pasteSteps, quietly } from './paste-steps.ts';
import { startLocal, type RunningCli } from './run-cli.ts';

/** The page that tells people how to deploy: its own commands are what is run here. */
const PAGE = readFileSync(new URL('../../docs/deploying.md', import.meta.url), 'utf8');
const repository = fileURLToPath(new URL('../..', import.meta.url));
const CDK = /npx (aws-cdk@[\d.]+)/.exec(PAGE)?.[1] ?? '';
const MINUTES = 60_000;

function succeeds(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { encoding: 'utf8', env: outerEnvironment, timeout: 2 * MINUTES }).status === 0;
}

const hasAwsCli = succeeds('aws', ['--version']);
if (!hasAwsCli) process.stderr.write('The AWS CLI is not on PATH: the commands of docs/deploying.md are not run.\n');

let folder: string;
let organization: RunningCli;

const paste = (steps: readonly PageStep[]): string[] =>
  pasteSteps(steps, { cwd: folder, environment: organization.exported });

it('notices a line that was not printed, or not in this order, and no difference of chance', () => {
  const printed = 'one\nrun 20261125T110100Z\nthree\n';
  expect(firstLineMissing('one\n⋮\nthree\n', printed)).toBeNull();
  expect(firstLineMissing('run 20271231T235500Z\n', printed)).toBeNull();
  expect(firstLineMissing('one\ntwo\n', printed)).toBe('two');
  expect(firstLineMissing('three\none\n', printed)).toBe('one');
});

describe.runIf(hasAwsCli)('docs/deploying.md', () => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keysweep-deploying-'));
    for (const name of ['apps', 'examples']) symlinkSync(join(repository, name), join(folder, name));
    organization = await startLocal(EXAMPLE_ORGANIZATION, folder);
  });
  afterEach(async () => {
    await organization.stop();
    rmSync(folder, { recursive: true });
  });

  it(
    'can be tried on the local organization with the AWS CLI, and prints what it says',
    { timeout: 5 * MINUTES },
    () => {
      const [start, ...steps] = stepsOf(PAGE, 'Try it first, on the local organization');
      expect(start?.commands).toContain('keysweep.js local -f examples/organization.yaml');
      const printed = paste(steps);
      for (const [index, { commands, output }] of steps.entries()) {
        const missing = output === null ? null : firstLineMissing(output, printed[index] ?? '');
        expect(missing, `${commands}\n${printed[index]}`).toBeNull();
      }
      expect(readFileSync(join(folder, 'keysweep-try', 'summary.html'), 'utf8')).toContain('<html');
    },
  );

  it('rolls out, updates and takes down with keysweep deploy', { timeout: 5 * MINUTES }, () => {
    writeConfig(folder);
    paste([
      // Nobody sits here to be asked.
      quietly(`keysweep() {
  case "$*" in
    deploy) set -- deploy --yes ;;
    destroy) set -- destroy --yes --confirm o-example1234 ;;
  esac
  node apps/cli/dist/keysweep.js "$@"
}`),
      ...stepsOf(PAGE, 'The first roll-out'),
      quietly(
        `MACHINE=arn:aws:states:us-east-1:111122223333:stateMachine:keysweep-sweep
RUN=$(aws stepfunctions start-execution --input {} --state-machine-arn $MACHINE --query executionArn --output text)
until [ "$(aws stepfunctions describe-execution --execution-arn $RUN --query status --output text)" != RUNNING ]; do sleep 1; done`,
      ),
      ...stepsOf(PAGE, 'The first Friday'),
      quietly("sed -i.before 's/groups: \\[Developers, Administrators\\]/groups: [Developers]/' keysweep.yaml"),
      ...stepsOf(PAGE, 'Updating'),
      ...stepsOf(PAGE, 'An account in which the stack failed'),
      ...stepsOf(PAGE, 'Pausing'),
      ...stepsOf(PAGE, 'Taking it down'),
    ]);
    expectTakenDown();
    const [evidence] = paste([quietly('aws s3 ls --recursive s3://keysweep-111122223333-us-east-1/summaries/')]);
    expect(evidence).toContain('summary.json');
  });

  it('can be deployed and taken down with the CDK’s command line', { timeout: 5 * MINUTES }, ({ skip }) => {
    if (!succeeds('npx', ['--yes', CDK, '--version'])) {
      process.stderr.write(`npx cannot bring ${CDK}: its commands of docs/deploying.md are not run.\n`);
      skip();
    }
    writeConfig(folder);
    paste([quietly(KEYSWEEP), ...stepsOf(PAGE, 'With the CDK’s command line')]);
    expectTakenDown();
  });

  it('can be deployed with the AWS CLI alone', { timeout: 5 * MINUTES }, () => {
    writeConfig(folder);
    paste([quietly(KEYSWEEP), ...stepsOf(PAGE, 'With the AWS CLI alone')]);
    const [stacks] = paste([quietly('aws cloudformation describe-stacks --query Stacks[].StackName --output json')]);
    expect(JSON.parse(stacks ?? '')).toHaveLength(3);
  });
});

const KEYSWEEP = 'keysweep() { node apps/cli/dist/keysweep.js "$@"; }';

function expectTakenDown(): void {
  const [stacks] = paste([quietly('aws cloudformation describe-stacks --query Stacks --output json')]);
  expect(JSON.parse(stacks ?? '')).toEqual([]);
}
