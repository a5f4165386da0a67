import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalOrganization } from '../local-organization.ts';
import { MANAGEMENT } from '../testing/acme.ts';
import { central, definitionOf, put } from '../testing/central.ts';
import { CHILD, MAP, mapOver, numbers } from '../testing/map-over.ts';
import { runByHand } from '../testing/run-by-hand.ts';

interface Sweep {
  readonly run: string;
  readonly accounts: readonly number[];
}

let organization: LocalOrganization;
beforeEach(() => {
  organization = central();
  organization.createBucket({ name: 'evidence', accountId: MANAGEMENT });
});
afterEach(() => organization.close());

const over = (items: unknown, map: object = {}, input: object = {}) => mapOver(organization, items, { map, input });

describe('a distributed Map', () => {
  it('runs 1,000 items in batches, so many at a time, and gives the results in order', async () => {
    let [under, most] = [0, 0];
    const swept: number[] = [];
    put(organization, 'sweep', async (event) => {
      const { run, accounts } = event as Sweep;
      expect(run).toBe('r-1');
      most = Math.max(most, (under += 1));
      await new Promise((done) => setTimeout(done, (accounts[0] ?? 0) % 3));
      under -= 1;
      swept.push(...accounts);
      return accounts[0];
    });
    const { output, children, execution } = await over(numbers(1000), {}, { batchSize: 7 });
    expect(swept.toSorted((left, right) => left - right)).toEqual(numbers(1000));
    expect(output).toEqual(numbers(143).map((index) => index * 7));
    expect(most).toBe(5);
    expect(children).toHaveLength(143);
    expect(new Set(children.map(({ status }) => status))).toEqual(new Set(['SUCCEEDED']));
    const principalArn = `arn:aws:sts::${MANAGEMENT}:assumed-role/machine/${execution.name}`;
    expect(organization.journal.count({ principalArn, operation: 'states:StartExecution' })).toBe(143);
    expect(organization.journal.count({ principalArn, operation: 'lambda:Invoke' })).toBe(143);
    expect(organization.journal.count({ principalArn, operation: 's3:GetObject' })).toBe(1);
  });

  it('without a batcher gives each child one item, which a selector may change', async () => {
    put(organization, 'sweep', (event) => event);
    const child = { ...CHILD, States: { Sweep: { Type: 'Succeed' } } };
    const { ItemBatcher: _, ...unbatched } = MAP;
    const ItemSelector = { n: '{% $states.context.Map.Item.Value * 2 %}', at: '{% $states.context.Map.Item.Index %}' };
    const { output } = await over([5, 6], {
      ...unbatched,
      ItemBatcher: undefined,
      ItemProcessor: child,
      ItemSelector,
    });
    expect(output).toEqual([
      { n: 10, at: 0 },
      { n: 12, at: 1 },
    ]);
  });

  it('of nothing is nothing', async () => {
    expect(await over([])).toMatchObject({ output: [], children: [] });
  });

  it('goes on over failures that are tolerated, and leaves them out', async () => {
    put(organization, 'sweep', (event) => {
      const [first = 0] = (event as Sweep).accounts;
      if (first >= 80) throw new RangeError('too far');
      return first;
    });
    const { output, children } = await over(numbers(100), { ToleratedFailurePercentage: 20 });
    expect(output).toEqual([0, 10, 20, 30, 40, 50, 60, 70]);
    expect(children.filter(({ error }) => error === 'RangeError')).toHaveLength(2);
  });

  it('fails beyond that, aborts what runs, starts no more, and is caught under the name of its threshold', async () => {
    put(organization, 'sweep', (event) => {
      if ((event as Sweep).accounts[0] === 30) return new Promise(() => undefined);
      throw new RangeError('too far');
    });
    const Catch = [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'], Next: 'Done' }];
    const { output, children } = await over(numbers(1000), {
      ToleratedFailurePercentage: '{% 2 %}',
      Catch,
      Next: 'Done',
      End: undefined,
    });
    expect(output).toMatchObject({ Error: 'States.ExceedToleratedFailureThreshold' });
    expect(children.length).toBeLessThan(20);
    expect(children.map(({ status }) => status)).toContain('ABORTED');
  });

  it('tolerating all, ends well even where everything failed', async () => {
    put(organization, 'sweep', () => Promise.reject(new RangeError('no')));
    const { execution } = await over(numbers(50), { ToleratedFailurePercentage: 100, Output: null });
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: 'null' });
  });

  it('keeps variables of its parent from its children', async () => {
    const States = { Look: { Type: 'Pass', Output: '{% $exists($secret) %}', End: true } };
    const definition = definitionOf({
      Set: { Type: 'Pass', Assign: { secret: 1 }, Next: 'Each' },
      Each: { ...MAP, ItemBatcher: undefined, ItemProcessor: { ...CHILD, StartAt: 'Look', States } },
    });
    await over([1]);
    expect((await runByHand(organization, definition, { key: 'accounts.json', atATime: 1 })).output).toEqual([false]);
  });
});
