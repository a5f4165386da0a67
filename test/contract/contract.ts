import { afterAll, it } from 'vitest';
import type { World, WorldDescription } from './world.ts';

/** A way in which a backend is known to differ from AWS, and from what a contract says. */
export interface AllowedDifference {
  readonly number: number;
  /** The contract test that does not hold, by its full name. */
  readonly test: string;
  readonly reason: string;
}

/** Something that keysweep's ports can be run on. */
export interface Backend {
  readonly name: string;
  /** The page sizes that its lists are read in; a single one where it has no pages. */
  readonly pageSizes: readonly number[];
  makeWorld(description: WorldDescription): Promise<World>;
  readonly allowedDifferences: readonly AllowedDifference[];
  /** Ports and rules that this backend cannot speak for, with the reason. */
  readonly notChecked: readonly string[];
}

interface Tally {
  passed: number;
  differing: number;
}

const tallies = new WeakMap<Backend, Tally>();

/** One test of a contract: a world, and what holds in it. */
export interface ContractExample {
  readonly world: WorldDescription;
  readonly holds: (world: World) => Promise<void>;
  /** Default 30,000. */
  readonly timeoutMs?: number;
}

/** Registers one test of a contract. The world is made for it alone and taken down after it. */
export function contractTest(backend: Backend, name: string, example: ContractExample): void {
  const tally = tallies.get(backend) ?? { passed: 0, differing: 0 };
  tallies.set(backend, tally);
  const difference = backend.allowedDifferences.find(({ test }) => test === name);
  const run = async () => {
    const world = await backend.makeWorld(example.world);
    try {
      await example.holds(world);
      tally.passed += 1;
    } catch (error) {
      if (difference !== undefined) tally.differing += 1;
      throw error;
    } finally {
      await world.close();
    }
  };
  // A difference that has gone away fails too: the list must not outlive its reasons.
  const register = difference === undefined ? it : it.fails;
  const suffix =
    difference === undefined ? '' : ` [allowed difference ${String(difference.number)}: ${difference.reason}]`;
  register(`${name}${suffix}`, run, example.timeoutMs ?? 30_000);
}

/** Prints, after the last test, how much of the contract this backend was held to. */
export function printTally(backend: Backend): void {
  afterAll(() => {
    const { passed = 0, differing = 0 } = tallies.get(backend) ?? {};
    const differences = differing > 0 ? `, ${String(differing)} allowed differences` : '';
    const rest =
      backend.notChecked.length > 0 ? ` (not checked against ${backend.name}: ${backend.notChecked.join('; ')})` : '';
    console.log(`contract: ${backend.name} ${String(passed)}${differences}${rest}`);
  });
}
