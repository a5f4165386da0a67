import { expect } from 'vitest';
import { compareKeys, compareRun, compareSummary } from './compare.ts';
import { Author } from './model/author.ts';
import { byKind, type ByKind } from './model/by-kind.ts';
import { documentOf, type Settings, type Written } from './model/configuration.ts';
import type { Life } from './model/drawn.ts';
import { createUnit, joining, pick } from './model/happening.ts';
import { Model } from './model/model.ts';
import type { Run } from './model/run.ts';
import { assignmentsOf, stepOf, type Situation, type Step } from './model/step.ts';
import { tell } from './model/story.ts';
import { revocationsOf } from './model/sweep.ts';
import type { Tally } from './model/tally.ts';
import type { Interruption, World, WorldEvent } from './model/world.ts';
import { expectNoHarm, touchableBy } from './safety.ts';

const HOUR = 3_600_000;

/** How closely a life is watched, and where what occurs is counted. */
export interface Watch {
  /**
   * The summary is looked at after everything that happens, and published after every sweep, as it would be; or, where
   * that takes too long, looked at after sweeps and published once a day.
   */
  readonly closely: boolean;
  readonly tally: Tally;
}

interface Scene extends Situation {
  readonly world: World;
  readonly tally: Tally;
  readonly closely: boolean;
}

/**
 * Lives a life in a world and in the model, side by side. Throws, with the story so far, where they part: in what a run
 * swept, in what became of any key of any account, or in what the summary says of any account.
 */
export async function live(life: Life, world: World, { closely, tally }: Watch): Promise<void> {
  const story: string[] = [];
  try {
    const scene = { ...(await begin(life, world)), world, tally, closely };
    for (const drawn of life.events) {
      await happen({ kind: 'pass-time', milliseconds: HOUR }, scene);
      const step = stepOf(drawn, scene);
      if (step === null) continue;
      story.push(tell(step));
      tally.count(step);
      await byKind(TAKE, step, scene);
      tally.see(scene.model);
      if (closely || 'interruption' in step) await compareSummary(scene);
    }
    tally.lives += 1;
  } catch (error) {
    if (error instanceof Error) error.message += `\nThe story so far:\n  ${story.join('\n  ')}`;
    throw error;
  }
}

/** The organization as it is when keysweep comes, and its first configuration. */
async function begin(life: Life, world: World): Promise<Situation> {
  const { policies, management, organizationLimit } = life;
  const model = new Model({ policies, excluded: [], management, organizationLimit });
  const happenFirst = (event: WorldEvent) => happen(event, { model, world });
  for (const unit of life.units) await happenFirst(createUnit(unit, model));
  for (const account of life.accounts) await happenFirst({ kind: 'join', account: joining(account, model) });
  const members = [...model.accounts.keys()].slice(1);
  const excluded = [...new Set(life.excluded.flatMap((ordinal) => pick(ordinal, members) ?? []))];
  const settings: Settings = { policies, excluded, management, organizationLimit };
  const author = new Author(settings, assignmentsOf(life.assignments, life.root, model), model);
  expect(await deploy(author.edit({}, model), { model, world, author })).toBe('deployed');
  return { model, author };
}

async function happen(event: WorldEvent, { model, world }: Pick<Scene, 'model' | 'world'>): Promise<void> {
  model.act(event);
  await world.act(event);
}

async function deploy(
  written: Written,
  { model, world, author }: Pick<Scene, 'model' | 'world' | 'author'>,
): Promise<'deployed' | 'refused'> {
  author.wasRefused = !model.deploy(written);
  const answer = author.wasRefused ? 'refused' : 'deployed';
  expect(await world.deploy(documentOf(written))).toBe(answer);
  return answer;
}

const TAKE: ByKind<Step, Scene, Promise<void>> = {
  event: ({ event }, scene) => happen(event, scene),
  deploy: async ({ written }, scene) => scene.tally.events.add(`deploy ${await deploy(written, scene)}`),
  publish: (_, scene) => publish(scene),
  sweep: ({ policy, interruption }, scene) => sweep(scene.model.beginRun(policy), interruption, scene),
  'sweep-again': ({ run, interruption }, scene) => sweep(run, interruption, scene),
};

async function sweep(run: Run, interruption: Interruption | null, scene: Scene): Promise<void> {
  const { model, world, tally, closely } = scene;
  const before = await world.keys();
  const mayTouch = touchableBy(run, model);
  const wasHeld = run.held;
  const wasOff = !model.switchIsOn();
  const end = model.sweep(run, interruption);
  const ended = await world.sweep({ policy: run.policy, runId: run.runId }, interruption);
  const touchable = new Set([...mayTouch, ...touchableBy(run, model)]);
  const forbidden = wasHeld || (wasOff && !model.switchIsOn());
  const manifest = await world.manifest(run);
  expectNoHarm({ run, before, after: await world.keys(), manifest, touchable, forbidden });
  await compareRun(run, scene);
  await compareKeys(scene);
  if (ended === 'broken-off') expect(end).toBe(ended);
  else expect(ended).toMatchObject({ state: run.state, revocations: revocationsOf(run) });
  tally.countRun(run);
  if (closely && interruption?.event !== 'killed') await publish(scene);
}

async function publish({ model, world }: Scene): Promise<void> {
  model.publish();
  await world.publish();
}
