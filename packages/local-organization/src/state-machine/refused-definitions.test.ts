import { describe, expect, it } from 'vitest';
import { MANAGEMENT } from '../testing/acme.ts';
import { central, definitionOf, STATES_ROLE } from '../testing/central.ts';
import { readDefinition } from './read-definition.ts';

const DONE = { Done: { Type: 'Succeed' } };
const task = (more: object) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'f' },
  Next: 'Done',
  ...more,
});

describe('what the engine does not know is refused by name and place when the machine is made', () => {
  it.each([
    ['another query language', { A: { Type: 'Pass', End: true } }, { QueryLanguage: 'JSONPath' }, '/QueryLanguage'],
    ['Wait', { Wait: { Type: 'Wait', Seconds: 3, Next: 'Done' }, ...DONE }, {}, '/States/Wait/Type'],
    ['Parallel', { Both: { Type: 'Parallel', Branches: [], End: true } }, {}, '/States/Both/Type'],
    [
      'another integration',
      { A: task({ Resource: 'arn:aws:states:::sns:publish' }), ...DONE },
      {},
      '/States/A/Resource',
    ],
    ['JSONPath fields', { A: task({ ResultPath: '$' }), ...DONE }, {}, '/States/A/ResultPath'],
    ['a heartbeat', { A: task({ HeartbeatSeconds: 5 }), ...DONE }, {}, '/States/A/HeartbeatSeconds'],
    ['credentials', { A: task({ Credentials: {} }), ...DONE }, {}, '/States/A/Credentials'],
    [
      'asynchronous calls',
      { A: task({ Arguments: { FunctionName: 'f', InvocationType: 'Event' } }), ...DONE },
      {},
      '/States/A/Arguments/InvocationType',
    ],
    [
      'an odd retrier',
      { A: task({ Retry: [{ ErrorEquals: ['X'], BackoffRate: 0.5 }] }), ...DONE },
      {},
      '/States/A/Retry/0/BackoffRate',
    ],
    [
      'the real time',
      { A: task({ Output: { at: ['{% $now() %}'] } }), ...DONE },
      {},
      '/States/A/Output/at/0: the function $now',
    ],
    [
      'functions of AWS’s own',
      { A: { Type: 'Pass', Assign: { x: '{% $uuid() %}' }, Next: 'Done' }, ...DONE },
      {},
      '/States/A/Assign/x: the function $uuid',
    ],
  ])('%s', (_, states, more, place) => {
    const make = () => readDefinition(definitionOf(states, more));
    expect(make).toThrow(expect.objectContaining({ code: 'state-machine-unsupported' }));
    expect(make).toThrow(place);
  });

  it.each([
    [
      'an inline Map',
      { ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: 'Done', States: DONE } },
      '/States/M/ItemProcessor/ProcessorConfig/Mode',
    ],
    [
      'Express children',
      {
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
          StartAt: 'Done',
          States: DONE,
        },
      },
      '/States/M/ItemProcessor/ProcessorConfig/ExecutionType',
    ],
    [
      'a Map within a Map',
      { ItemProcessor: { StartAt: 'Inner', States: { Inner: { Type: 'Map' } } } },
      '/States/M/ItemProcessor/States/Inner/Type',
    ],
    [
      'a CSV',
      { ItemReader: { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig: { InputType: 'CSV' } } },
      '/States/M/ItemReader/ReaderConfig/InputType',
    ],
    ['items from the input', { Items: '{% $states.input %}' }, '/States/M/Items'],
    ['a writer of results', { ResultWriter: {} }, '/States/M/ResultWriter'],
  ])('%s', (_, fields, place) => {
    expect(() => readDefinition(definitionOf({ M: { Type: 'Map', End: true, ...fields } }))).toThrow(place);
  });

  it('all places at once', () => {
    const definition = definitionOf({ A: task({ ResultPath: '$', HeartbeatSeconds: 1 }), ...DONE });
    expect(() => readDefinition(definition)).toThrow(/ResultPath.*HeartbeatSeconds/);
  });
});

describe('what AWS would refuse is InvalidDefinition', () => {
  it.each([
    ['no JSON', '{', 'INVALID_JSON_DESCRIPTION'],
    ['a start that is not there', definitionOf(DONE, { StartAt: 'Begin' }), 'no state Begin at /StartAt'],
    ['a next that is not there', definitionOf({ A: task({ Next: 'B' }) }), 'no state B at /States/A/Next'],
    [
      'a catch that leads nowhere',
      definitionOf({ A: task({ Catch: [{ ErrorEquals: ['X'], Next: 'B' }] }), ...DONE }),
      'no state B at /States/A/Catch/0/Next',
    ],
    [
      'a choice that leads nowhere',
      definitionOf({ A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'B' }] } }),
      'no state B at /States/A/Choices/0/Next',
    ],
    [
      'a default that leads nowhere',
      definitionOf({ A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'A' }], Default: 'B' } }),
      'no state B at /States/A/Default',
    ],
    ['neither next nor end', definitionOf({ A: { Type: 'Pass' } }), 'either Next or End must be there at /States/A'],
    ['both next and end', definitionOf({ A: { Type: 'Pass', Next: 'A', End: true } }), 'either Next or End'],
    [
      'States.ALL among others',
      definitionOf({ A: task({ Retry: [{ ErrorEquals: ['X', 'States.ALL'] }] }), ...DONE }),
      'must be alone and last at /States/A/Retry/0',
    ],
    [
      'States.ALL before others',
      definitionOf({
        A: task({
          Catch: [
            { ErrorEquals: ['States.ALL'], Next: 'Done' },
            { ErrorEquals: ['X'], Next: 'Done' },
          ],
        }),
        ...DONE,
      }),
      'must be alone and last',
    ],
    [
      'an expression that is none',
      definitionOf({ A: { Type: 'Pass', Output: '{% 1 + %}', End: true } }),
      'Unexpected end of expression at /States/A/Output',
    ],
    [
      'a result before there is one',
      definitionOf({ A: task({ Arguments: { FunctionName: 'f', Payload: '{% $states.result %}' } }), ...DONE }),
      '$states.result cannot be used at /States/A/Arguments/Payload',
    ],
    [
      'a result where there is none',
      definitionOf({ A: { Type: 'Pass', Output: '{% $states.result %}', End: true } }),
      '$states.result cannot be used',
    ],
    [
      'an error outside a catch',
      definitionOf({ A: task({ Output: '{% $states.errorOutput %}' }), ...DONE }),
      '$states.errorOutput cannot be used at /States/A/Output',
    ],
  ])('%s', (_, definition, problem) => {
    const make = () => readDefinition(definition);
    expect(make).toThrow(expect.objectContaining({ exception: 'InvalidDefinition' }));
    expect(make).toThrow(problem);
  });

  it('and no machine comes of it', () => {
    const organization = central();
    const made = { name: 'x', definition: definitionOf({ A: { Type: 'Pass' } }), roleArn: STATES_ROLE };
    expect(() => organization.createStateMachine(MANAGEMENT, made)).toThrow('Invalid State Machine Definition');
    expect(() => organization.executions(MANAGEMENT, 'x')).toThrow('There is no x');
  });
});
