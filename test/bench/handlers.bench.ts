import { fork, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runIdOf } from '@keysweep/core';
import { OrganizationAtScale, type OpenOrganization, type Scale } from './organization-at-scale.ts';

/** Member accounts × users of each; of the first two, the second has ten times as many accounts. */
const SCALES: readonly Scale[] = [
  { accounts: 1_000, users: 5 },
  { accounts: 10_000, users: 5 },
  { accounts: 10_000, users: 50 },
];
/** No function may need more, in MB; what sees every account takes in proportion; a batch is done in a minute. */
const MARKS = { peakMb: 512, ratio: 11, batchSeconds: 60 };
const BUNDLE = createRequire(import.meta.url).resolve('@keysweep/aggregator/bundle');
const HANDLER_PROCESS = fileURLToPath(new URL('../handler-process.mjs', import.meta.url));
const STATE_MACHINE = 'arn:aws:states:us-east-1:111111111111:execution:keysweep-sweep:bench';
const FUNCTION = 'arn:aws:lambda:us-east-1:111111111111:function:keysweep-';
const SCALE = 'KEYSWEEP_BENCH_SCALE';

const scale = process.env[SCALE];
if (scale === undefined) await measureAll();
else await keepOrganization(JSON.parse(scale) as Scale);

/** What one invocation took. */
interface Measured {
  readonly seconds: number;
  readonly peakMb: number;
  readonly calls: Readonly<Record<string, number>>;
}

/** One invocation to be measured: of which function, with what, and whether it sees one batch alone. */
interface Step {
  readonly name: string;
  readonly function: string;
  readonly event: object;
  readonly isBatch?: boolean;
  /** What must be in the answer for the work to have been done. */
  readonly answers?: object;
  /** Whether all accounts have come as far as the batch before it. */
  readonly spread?: boolean;
}

/** The life of a run and of an audit after it, as the state machine invokes the functions. */
function stepsOf(batch: readonly string[], due: Date): readonly Step[] {
  const at = due.toISOString();
  const later = new Date(due.getTime() + 60_000);
  const run = { policy: 'weekly', runId: runIdOf(due) };
  const begin = { policy: run.policy, scheduledTime: at, execution: STATE_MACHINE };
  const audit = { auditId: runIdOf(later), accounts: batch };
  const swept = { run, pass: 1, accounts: batch };
  const oneBatch = { function: 'sweep', isBatch: true } as const;
  return [
    { name: 'inventory', function: 'inventory', event: begin },
    { name: 'plan a batch', ...oneBatch, event: { stage: 'plan', ...swept }, answers: { failed: 0 } },
    {
      name: 'gate: weigh',
      function: 'gate',
      event: { stage: 'weigh', run, pass: 1 },
      answers: { verdict: 'open' },
      spread: true,
    },
    { name: 'sweep a batch', ...oneBatch, event: { stage: 'sweep', last: false, ...swept }, answers: { left: 0 } },
    {
      name: 'gate: leftovers',
      function: 'gate',
      event: { stage: 'leftovers', run, pass: 1 },
      answers: { left: 0 },
      spread: true,
    },
    { name: 'summarise', function: 'summarise', event: { run, at } },
    {
      name: 'inventory, audit',
      function: 'inventory',
      event: { ...begin, policy: null, scheduledTime: later.toISOString() },
    },
    { name: 'audit a batch', ...oneBatch, event: { stage: 'audit', ...audit }, answers: { failed: 0 } },
    {
      name: 'summarise, audit',
      function: 'summarise',
      event: { run: null, at: later.toISOString(), audited: true },
      spread: true,
    },
  ];
}

async function measureAll(): Promise<void> {
  const measured: Map<string, Measured>[] = [];
  for (const each of SCALES) measured.push(await measureScale(each));
  const [thousand, tenThousand] = measured;
  console.log(`\n10,000 accounts : 1,000 accounts, of 5 users each`);
  for (const [name, many] of tenThousand ?? []) {
    const few = thousand?.get(name);
    if (few === undefined) continue;
    const [seconds, calls] = [many.seconds / few.seconds, total(many) / total(few)];
    console.log(
      `  ${name.padEnd(18)} seconds ${seconds.toFixed(1).padStart(5)}   calls ${calls.toFixed(1).padStart(5)}`,
    );
    hold(`${name}: seconds of 10,000 accounts to those of 1,000`, seconds, MARKS.ratio);
    hold(`${name}: calls for 10,000 accounts to those for 1,000`, calls, MARKS.ratio);
  }
}

async function measureScale(given: Scale): Promise<Map<string, Measured>> {
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
      if (step.spread === true) await ask(organization, 'spread');
      await ask(organization, 'calls');
      const { answer, ...took } = await invoke(step, { bundle, environment });
      const calls = await ask<Measured['calls']>(organization, 'calls');
      measured.set(step.name, { ...took, calls });
      report(step, { ...took, calls }, answer);
    }
  } finally {
    organization.kill();
    rmSync(folder, { recursive: true });
  }
  return measured;
}

function report(step: Step, measured: Measured, answer: object): void {
  const { name, isBatch, answers = {} } = step;
  const { seconds, peakMb, calls } = measured;
  const operations = Object.entries(calls).sort(([, left], [, right]) => right - left);
  console.log(
    `  ${name.padEnd(18)} peak ${String(peakMb).padStart(4)} MB ${seconds.toFixed(1).padStart(6)} s   ` +
      operations.map(([operation, count]) => `${operation} ${count}`).join(', '),
  );
  for (const [member, expected] of Object.entries(answers))
    if (Reflect.get(answer, member) !== expected) miss(`${name} answered ${JSON.stringify(answer)}`);
  hold(`${name}: MB at its peak`, peakMb, MARKS.peakMb - 1);
  if (isBatch === true) hold(`${name}: seconds`, seconds, MARKS.batchSeconds);
}

function hold(what: string, value: number, most: number): void {
  if (value > most) miss(`${what}: ${value.toFixed(1)}, and at most ${most} are allowed`);
}

function miss(what: string): void {
  console.error(`MISSED: ${what}`);
  process.exitCode = 1;
}

function total({ calls }: Measured): number {
  return Object.values(calls).reduce((sum, each) => sum + each, 0);
}

interface Place {
  readonly bundle: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs a function once. Rejects where its process ends without an answer. */
function invoke(step: Step, { bundle, environment }: Place): Promise<Omit<Measured, 'calls'> & { answer: object }> {
  const child = fork(HANDLER_PROCESS, [], {
    env: { PATH: process.env['PATH'] ?? '', NODE_NO_WARNINGS: '1', ...environment },
    execArgv: [],
    // Its lines for the log, and those that metrics are made of.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const { function: name, event } = step;
  child.send({ bundle, name, event, functionArn: `${FUNCTION}${name}` });
  return answerOf(child, step.name);
}

async function startOrganization(given: Scale): Promise<ChildProcess> {
  const child = fork(fileURLToPath(import.meta.url), [], {
    env: { ...process.env, [SCALE]: JSON.stringify(given) },
    execArgv: ['--max-old-space-size=8192'],
  });
  await answerOf(child, 'the organization');
  return child;
}

function ask<T>(organization: ChildProcess, question: 'open' | 'spread' | 'calls'): Promise<T> {
  organization.send(question);
  return answerOf<T>(organization, question);
}

function answerOf<T>(child: ChildProcess, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new TypeError(`${what} ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as T);
    });
  });
}

/** The inside of the other process: an organization that answers one question after the other. */
async function keepOrganization(given: Scale): Promise<void> {
  const organization = await OrganizationAtScale.build(given);
  process.on('message', (question: 'open' | 'spread' | 'calls') => {
    void Promise.resolve(organization[question]()).then((answer) => process.send?.(answer));
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.('ready');
}
