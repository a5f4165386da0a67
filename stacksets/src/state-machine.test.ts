import aslValidator from 'asl-validator';
import { describe, expect, test } from 'vitest';
import { sweepDefinition } from './state-machine.ts';
import type { State } from './sweep-states.ts';

const arn = (name: string) => `arn:aws:lambda:us-east-1:111122223333:function:keysweep-${name}`;
const definition = sweepDefinition({
  partition: 'aws',
  functionArns: { inventory: arn('inventory'), sweep: arn('sweep'), gate: arn('gate'), summarise: arn('summarise') },
});

interface Arguments {
  readonly FunctionName: string;
  readonly Payload: unknown;
}

/** Every task of the machine, those of the children included. */
function tasks(states: Readonly<Record<string, State>>): [string, State][] {
  return Object.entries(states).flatMap(([name, state]) => {
    const children = state['ItemProcessor'] as { States: Record<string, State> } | undefined;
    if (children !== undefined) return tasks(children.States).map(([child, task]) => [`${name}/${child}`, task]);
    return state.Type === 'Task' ? [[name, state]] : [];
  });
}

/** Where a state may lead: by name of the next state. */
function leadsTo(state: State): string[] {
  const branches = [...((state['Choices'] ?? []) as State[]), ...((state['Catch'] ?? []) as State[]), state];
  const names = branches.flatMap((each) => [each['Next'], each['Default']]);
  return [...new Set(names.filter((name) => typeof name === 'string'))];
}

describe('the state machine', () => {
  test('is Amazon States Language', () => {
    const { isValid, errorsText } = aslValidator(definition);
    expect(isValid, errorsText('\n')).toBe(true);
  });

  test('and the validator would notice if it were not', () => {
    const { PlanAccounts, ...States } = definition.States;
    expect(PlanAccounts).toBeDefined();
    expect(aslValidator({ ...definition, States }).isValid).toBe(false);
  });

  test('takes these ways', () => {
    const ways = Object.entries(definition.States).map(([name, state]) => [name, leadsTo(state)]);
    expect(Object.fromEntries(ways)).toEqual({
      Begin: ['SweepOrAudit'],
      SweepOrAudit: ['Inventory', 'BeginAudit'],
      BeginAudit: ['Summarise', 'AnyToAudit'],
      AnyToAudit: ['AuditAccounts', 'Summarise'],
      AuditAccounts: ['Summarise'],
      Inventory: ['Duplicate', 'Failed', 'Summarise', 'AnyAccounts'],
      Duplicate: [],
      AnyAccounts: ['PlanAccounts', 'Gate'],
      PlanAccounts: ['Summarise', 'Gate'],
      Gate: ['Summarise', 'OpenOrHeld'],
      OpenOrHeld: ['SweepAccounts', 'Summarise'],
      SweepAccounts: ['Summarise', 'Leftovers'],
      Leftovers: ['Summarise', 'AnotherPass'],
      AnotherPass: ['PlanAccounts', 'Summarise'],
      Summarise: ['AnyFailure'],
      AnyFailure: ['Failed', 'Done'],
      Failed: [],
      Done: [],
    });
  });

  test('sweeps only where it is told to apply a policy; else it looks, and the summary hears that it was to', () => {
    const sweeps = '($states.input.apply = true and $type($states.input.policy) = "string")';
    expect(definition.States['SweepOrAudit']).toMatchObject({
      Choices: [{ Condition: `{% ${sweeps} %}`, Next: 'Inventory' }],
      Default: 'BeginAudit',
    });
    expect(definition.States['Begin']).toMatchObject({ Assign: { audited: `{% $not(${sweeps}) %}` } });
  });

  test('sends a held run straight to the summary, and nothing but “open” lets it go on', () => {
    expect(definition.States['OpenOrHeld']).toMatchObject({
      Choices: [{ Condition: '{% $states.input.verdict = "open" and $accounts > 0 %}', Next: 'SweepAccounts' }],
      Default: 'Summarise',
    });
  });
});

describe('each task', () => {
  const all = tasks(definition.States);

  test('invokes its function with what the contract says', () => {
    const run = { run: '{% $run %}', pass: '{% $pass %}' };
    const calls = all.map(([name, task]) => {
      const { FunctionName, Payload } = task['Arguments'] as Arguments;
      return [name, FunctionName.split(':').at(-1), Payload];
    });
    const batch = '{% $merge([$states.input.BatchInput, {"accounts": $states.input.Items}]) %}';
    expect(calls).toEqual([
      [
        'Inventory',
        'keysweep-inventory',
        {
          policy: '{% $states.input.policy %}',
          scheduledTime: '{% $scheduledTime %}',
          approval:
            '{% $exists($states.input.approve) ? ($states.input.approve = null ? {} : $states.input.approve) : null %}',
          execution: '{% $states.context.Execution.Id %}',
        },
      ],
      [
        'BeginAudit',
        'keysweep-inventory',
        { policy: null, scheduledTime: '{% $scheduledTime %}', execution: '{% $states.context.Execution.Id %}' },
      ],
      ['AuditAccounts/AuditBatch', 'keysweep-sweep', batch],
      ['PlanAccounts/PlanBatch', 'keysweep-sweep', batch],
      ['Gate', 'keysweep-gate', { stage: 'weigh', ...run }],
      ['SweepAccounts/SweepBatch', 'keysweep-sweep', batch],
      ['Leftovers', 'keysweep-gate', { stage: 'leftovers', ...run }],
      ['Summarise', 'keysweep-summarise', { run: '{% $run %}', at: '{% $scheduledTime %}', audited: '{% $audited %}' }],
    ]);
    const inputs = ['AuditAccounts', 'PlanAccounts', 'SweepAccounts'].map(
      (name) => definition.States[name]?.['ItemBatcher'],
    );
    expect(inputs).toMatchObject([
      { BatchInput: { stage: 'audit', auditId: '{% $auditId %}' } },
      { BatchInput: { stage: 'plan', ...run } },
      { BatchInput: { stage: 'sweep', ...run, last: '{% $pass = 2 %}' } },
    ]);
  });

  test('outlasts its function, and is tried again where Lambda did not run it', () => {
    for (const [name, task] of all) {
      expect(task['TimeoutSeconds'], name).toBe(930);
      expect(task['Retry'], name).toMatchObject([{ ErrorEquals: expect.arrayContaining(['Lambda.ServiceException']) }]);
    }
    expect(definition.TimeoutSeconds).toBe(8 * 3600);
  });

  test('that fails leads to the summary, and there the execution fails', () => {
    for (const [name, task] of [...all, ...Object.entries(definition.States)]) {
      const mayFail = (task.Type === 'Task' && !name.includes('/')) || task.Type === 'Map';
      if (!mayFail || name === 'Summarise') continue;
      const catchers = task['Catch'] as State[];
      expect(catchers.at(-1), name).toMatchObject({ ErrorEquals: ['States.ALL'], Next: 'Summarise' });
      expect(catchers.at(-1)?.['Assign'], name).toHaveProperty('failure.error');
    }
    expect(definition.States['Summarise']).not.toHaveProperty('Catch');
  });
});

describe('the maps', () => {
  const maps = Object.values(definition.States).filter(({ Type }) => Type === 'Map');

  test('read the accounts from the bucket, in batches, and tolerate every failure', () => {
    expect(maps).toHaveLength(3);
    for (const map of maps) {
      expect(map).toMatchObject({
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'JSON' },
          Arguments: { Bucket: '{% $bucket %}', Key: '{% $accountsKey %}' },
        },
        ItemBatcher: { MaxItemsPerBatch: '{% $batchSize %}' },
        MaxConcurrency: '{% $maxConcurrency %}',
        ToleratedFailurePercentage: 100,
        Output: '{% null %}',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        },
      });
      expect(map).not.toHaveProperty('ResultWriter');
      const { States } = map['ItemProcessor'] as { States: Record<string, State> };
      const [[, batch], [failed, pass]] = Object.entries(States) as [[string, State], [string, State]];
      expect(batch).toMatchObject({ Catch: [{ ErrorEquals: ['States.ALL'], Next: failed }], Output: '{% null %}' });
      expect(pass).toMatchObject({ Type: 'Pass', Output: '{% null %}', End: true });
    }
  });
});
