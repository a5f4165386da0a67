import { fork, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answerOf, measureStep, type Taken } from './measure-step.ts';
import { OrganizationAtScale, type OpenOrganization, type Scale } from './organization-at-scale.ts';
import { stepsOf, type Step } from './steps.ts';

/** Member accounts × users of each; of the first two, the second has ten times as many accounts. */
const SCALES: readonly Scale[] = [
  { accounts: 1_000, users: 5 },
  { accounts: 10_000, users: 5 },
  { accounts: 10_000, users: 50 },
];
/** What no function may reach in MB; what ten times as many accounts may take; what a batch may take in seconds. */
const MARKS = { peakMb: 512, ratio: 11, batchSeconds: 60 };
const BUNDLE = createRequire(import.meta.url).resolve('@keysweep/aggregator/bundle');
const SCALE = 'KEYSWEEP_BENCH_SCALE';

const scale = process.env[SCALE];
if (scale === undefined) await measureAll();
else await keepOrganization(JSON.parse(scale) as Scale);

interface Measured extends Taken {
  /** Of the centre, by operation. */
  readonly calls: Readonly<Record<string, number>>;
}

async function measureAll(): Promise<void> {
  const measured: ReadonlyMap<string, Measured>[] = [];
  for (const each of SCALES) measured.push(await measureScale(each));
  const [thousand, tenThousand] = measured;
  console.log('\n10,000 accounts : 1,000 accounts, of 5 users each');
  for (const [name, few] of thousand ?? []) {
    const many = tenThousand?.get(name);
    if (many !== undefined) compare(name, few, many);
  }
}

function compare(name: string, few: Measured, many: Measured): void {
  const ratios = {
    'processor time': many.cpuSeconds / few.cpuSeconds,
    calls: total(many.calls) / total(few.calls),
  };
  const printed = Object.entries(ratios).map(([what, ratio]) => `${what} ${ratio.toFixed(1).padStart(4)}`);
  console.log(`  ${name.padEnd(18)} ${printed.join('   ')}`);
  for (const [what, ratio] of Object.entries(ratios))
    if (ratio > MARKS.ratio) miss(`${name}: ${what} more than ${MARKS.ratio} times`);
}

async function measureScale(given: Scale): Promise<ReadonlyMap<string, Measured>> {
  const started = performance.now();
  const organization = await startOrganization(given);
  const folder = mkdtempSync(join(tmpdir(), 'keysweep-handlers-'));
  const measured = new Map<string, Measured>();
  try {
    const { environment, config, batch } = await ask<OpenOrganization>(organization, 'open');
    const bundle = join(folder, 'index.js');
    copyFileSync(BUNDLE, bundle);
    writeFileSync(join(folder, 'keysweep.json'), config);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`\n${given.accounts} accounts × ${given.users} users, there after ${seconds} s`);
    for (const step of stepsOf(batch, new Date())) {
      if (step.needsAll === true && (await ask<number>(organization, 'spread')) === 0)
        miss(`${step.name}: the batch before it left nothing`);
      await ask(organization, 'calls');
      const taken = await measureStep(step, { bundle, environment });
      const calls = await ask<Measured['calls']>(organization, 'calls');
      report(step, { ...taken, calls });
      measured.set(step.name, { ...taken, calls });
    }
  } finally {
    organization.kill();
    rmSync(folder, { recursive: true });
  }
  return measured;
}

function report(step: Step, { answer, seconds, cpuSeconds, peakMb, calls }: Measured): void {
  const { name, answers = {} } = step;
  const operations = Object.entries(calls).sort(([, left], [, right]) => right - left);
  const figures = [
    name.padEnd(18),
    `peak ${String(peakMb).padStart(4)} MB`,
    `${seconds.toFixed(1).padStart(5)} s (${cpuSeconds.toFixed(1).padStart(5)} s of processor)`,
    `calls ${String(total(calls)).padStart(5)}: ${operations.map(([operation, count]) => `${operation} ${count}`).join(', ')}`,
  ];
  console.log(`  ${figures.join('   ')}`);
  for (const [member, expected] of Object.entries(answers))
    if (answer[member] !== expected) miss(`${name} answered ${JSON.stringify(answer)}`);
  if (peakMb >= MARKS.peakMb) miss(`${name}: not below ${MARKS.peakMb} MB`);
  if (step.function === 'sweep' && seconds >= MARKS.batchSeconds) miss(`${name}: not below ${MARKS.batchSeconds} s`);
}

function miss(what: string): void {
  console.error(`MISSED: ${what}`);
  process.exitCode = 1;
}

function total(calls: Measured['calls']): number {
  return Object.values(calls).reduce((sum, each) => sum + each, 0);
}

type Question = 'open' | 'spread' | 'calls';

async function startOrganization(given: Scale): Promise<ChildProcess> {
  const child = fork(fileURLToPath(import.meta.url), [], {
    env: { ...process.env, NODE_NO_WARNINGS: '1', [SCALE]: JSON.stringify(given) },
  });
  await answerOf(child, 'the organization');
  return child;
}

function ask<T>(organization: ChildProcess, question: Question): Promise<T> {
  organization.send(question);
  return answerOf<T>(organization, `the organization, asked to ${question},`);
}

/** The inside of the other process: an organization that answers one question after the other. */
async function keepOrganization(given: Scale): Promise<void> {
  const organization = await OrganizationAtScale.build(given);
  process.on('message', (question: Question) => {
    void organization[question]().then((answer) => process.send?.(answer));
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.('ready');
}
