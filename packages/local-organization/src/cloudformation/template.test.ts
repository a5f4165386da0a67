import { describe, expect, it } from 'vitest';
import { readDefinition } from './stacks/read-definition.ts';
import type { DefinitionRequest } from './stacks/read-definition.ts';
import { evaluateExpression } from './template/evaluate-expression.ts';
import type { Json } from './template/json.ts';
import { readTemplate } from './template/read-template.ts';
import { stackScope } from './template/stack-scope.ts';
import { parameter, template } from './testing/templates.ts';

const identity = {
  accountId: '111111111111',
  region: 'eu-west-1',
  stackName: 'things',
  stackId: 'arn:aws:cloudformation:eu-west-1:111111111111:stack/things/1',
};

/** What a value in a template comes to, in a stack with the bucket `Bucket` and these parameters. */
function valueOf(value: unknown, parameters: Readonly<Record<string, [type: string, value: string]>> = {}): Json {
  const declared = Object.entries(parameters).map(([name, [type]]) => [name, { Type: type }]);
  const read = readTemplate(
    template(
      { Bucket: { Type: 'AWS::S3::Bucket' }, Thing: { Type: 'Some::Thing', Properties: { value } } },
      {
        Parameters: Object.fromEntries(declared),
        Conditions: {
          Yes: { 'Fn::Equals': ['a', 'a'] },
          No: { 'Fn::Not': [{ Condition: 'Yes' }] },
          Both: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] },
          Either: { 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] },
        },
      },
    ),
  );
  const values = new Map(Object.entries(parameters).map(([name, [, given]]) => [name, given]));
  const bucket = { ref: 'a-bucket', attributes: { Arn: 'arn:aws:s3:::a-bucket' } };
  const scope = stackScope({ template: read, parameters: values }, identity, (id) =>
    id === 'Bucket' ? bucket : undefined,
  );
  const thing = read.resources.get('Thing');
  const properties = thing === undefined ? null : evaluateExpression(thing.properties, scope);
  return Object(properties).value ?? null;
}

describe('a value', () => {
  it.each<[string, unknown, Json]>([
    ['plain JSON', { a: [1, true, null, 'x'] }, { a: [1, true, null, 'x'] }],
    ['Ref of a resource', { Ref: 'Bucket' }, 'a-bucket'],
    ['Fn::GetAtt', { 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'arn:aws:s3:::a-bucket'],
    ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Bucket.Arn' }, 'arn:aws:s3:::a-bucket'],
    [
      'pseudo parameters',
      { 'Fn::Sub': '${AWS::Partition} ${AWS::AccountId} ${AWS::Region} ${AWS::StackName} ${AWS::URLSuffix}' },
      'aws 111111111111 eu-west-1 things amazonaws.com',
    ],
    ['Fn::Sub of resources', { 'Fn::Sub': '${Bucket.Arn}/x/${Bucket}' }, 'arn:aws:s3:::a-bucket/x/a-bucket'],
    ['Fn::Sub of a literal', { 'Fn::Sub': 'a ${!Bucket} b' }, 'a ${Bucket} b'],
    ['Fn::Sub with variables', { 'Fn::Sub': ['${It}-${Bucket}', { It: { Ref: 'Bucket' } }] }, 'a-bucket-a-bucket'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Bucket' }, 1]] }, 'a-a-bucket-1'],
    ['Fn::Select of Fn::Split', { 'Fn::Select': [1, { 'Fn::Split': [',', 'a,b'] }] }, 'b'],
    ['Fn::If', [{ 'Fn::If': ['Yes', 1, 2] }, { 'Fn::If': ['No', 1, 2] }], [1, 2]],
    ['conditions of conditions', [{ 'Fn::If': ['Both', 1, 2] }, { 'Fn::If': ['Either', 1, 2] }], [2, 1]],
    [
      'AWS::NoValue',
      { a: { Ref: 'AWS::NoValue' }, b: [{ 'Fn::If': ['No', 1, { Ref: 'AWS::NoValue' }] }, 2] },
      { b: [2] },
    ],
    // As in a policy: not a function there.
    ['a key named Condition', { Condition: 'No' }, { Condition: 'No' }],
  ])('%s', (_, written, expected) => {
    expect(valueOf(written)).toEqual(expected);
  });

  it('of a parameter is text, or a list of texts', () => {
    expect(valueOf({ Ref: 'Days' }, { Days: ['Number', '400'] })).toBe('400');
    expect(valueOf({ Ref: 'Names' }, { Names: ['CommaDelimitedList', 'a, b,c'] })).toEqual(['a', 'b', 'c']);
    expect(valueOf({ 'Fn::Join': ['|', { Ref: 'Names' }] }, { Names: ['CommaDelimitedList', ''] })).toBe('');
  });

  it.each([
    [
      'an attribute the resource does not have',
      { 'Fn::GetAtt': ['Bucket', 'Nope'] },
      'resource Bucket does not support attribute type Nope in Fn::GetAtt',
    ],
    ['an index beyond the list', { 'Fn::Select': [2, ['a']] }, 'Fn::Select cannot select nonexistent value'],
    ['a list within Fn::Join', { 'Fn::Join': ['', [['a']]] }, 'needs text'],
  ])('with %s fails when it is evaluated', (_, written, message) => {
    expect(() => valueOf(written)).toThrow(message);
  });
});

describe('a template', () => {
  const one = { One: parameter('/one') };
  const of = (properties: unknown) => template({ One: { Type: 'Some::Thing', Properties: { value: properties } } });

  it.each([
    ['no resources', template({}), 'At least one Resources member must be defined.'],
    ['no JSON', '{"Resources":', 'JSON not well-formed'],
    ['YAML', 'Resources:\n  One: x', 'does not model templates in YAML'],
    ['an unknown section', template(one, { Thing: {} }), 'Invalid template property or properties [Thing]'],
    [
      'a section that is not known here',
      template(one, { Mappings: {} }),
      'does not model the template section Mappings',
    ],
    ['a transform', template(one, { Transform: 'AWS::Serverless-2016-10-31' }), 'section Transform'],
    ['a function that is not known here', of({ 'Fn::ImportValue': 'x' }), 'intrinsic function Fn::ImportValue'],
    ['a wrong number of arguments', of({ 'Fn::Join': ['a'] }), 'arguments of Fn::Join'],
    ['a reference to nothing', of({ Ref: 'Nothing' }), 'Unresolved resource dependencies [Nothing]'],
    ['an attribute of nothing', of({ 'Fn::GetAtt': ['Nothing', 'Arn'] }), 'references undefined resource Nothing'],
    [
      'a pseudo parameter that is not known here',
      of({ Ref: 'AWS::NotificationARNs' }),
      'pseudo parameter AWS::NotificationARNs',
    ],
    ['an unknown condition', of({ 'Fn::If': ['Nope', 1, 2] }), 'Unresolved resource dependencies [Nope]'],
    ['a dependency on nothing', template({ One: parameter('/one', 'x', { DependsOn: 'Nothing' }) }), '[Nothing]'],
    [
      'a circle',
      template({ One: parameter('/1', { Ref: 'Two' }), Two: parameter('/2', { Ref: 'One' }) }),
      'Circular dependency between resources: [One, Two]',
    ],
    [
      'a condition about a resource',
      template(one, { Conditions: { A: { 'Fn::Equals': [{ 'Fn::GetAtt': ['One', 'Value'] }, 'x'] } } }),
      'Conditions block',
    ],
    [
      'conditions in a circle',
      template(one, { Conditions: { A: { 'Fn::Not': [{ Condition: 'A' }] } } }),
      'Circular dependency',
    ],
    [
      'a condition that is none',
      template(one, { Conditions: { A: { Ref: 'P' } } }),
      'Conditions can only be boolean operations',
    ],
    ['a resource without a type', template({ One: { Properties: {} } }), 'must contain a Type member'],
    [
      'an unknown attribute',
      template({ One: { ...one.One, Props: {} } }),
      "Invalid template resource property 'Props'",
    ],
    ['an update policy', template({ One: { ...one.One, UpdatePolicy: {} } }), 'does not model UpdatePolicy'],
    [
      'a snapshot policy',
      template({ One: { ...one.One, DeletionPolicy: 'Snapshot' } }),
      'does not model the policy "Snapshot"',
    ],
    [
      'an export',
      template(one, { Outputs: { A: { Value: 'x', Export: { Name: 'a' } } } }),
      'does not model Export of the output A',
    ],
    [
      'a parameter of an unknown type',
      template(one, { Parameters: { A: { Type: 'AWS::EC2::VPC::Id' } } }),
      'parameters of type AWS::EC2::VPC::Id',
    ],
    [
      'an unknown member of a parameter',
      template(one, { Parameters: { A: { Type: 'String', Lenght: 1 } } }),
      "Invalid template parameter property 'Lenght'",
    ],
  ])('with %s is refused', (_, body, message) => {
    expect(() => readTemplate(body)).toThrow(message);
  });
});

describe('the value of a parameter', () => {
  const given = (declaration: object, value?: string) => () => {
    const request: DefinitionRequest = {
      TemplateBody: template({ One: parameter('/one', { Ref: 'P' }) }, { Parameters: { P: declaration } }),
      Parameters: value === undefined ? [] : [{ ParameterKey: 'P', ParameterValue: value }],
    };
    return readDefinition(request, { previous: null, readTemplateUrl: () => '' }).parameters.get('P');
  };

  it.each<[object, string | undefined, string]>([
    [{ Type: 'String', Default: 'x' }, undefined, 'x'],
    [{ Type: 'Number', Default: 400 }, undefined, '400'],
    [{ Type: 'String', Default: 'x', MinLength: 2, MaxLength: 3 }, 'abc', 'abc'],
    [{ Type: 'Number', MinValue: 1, MaxValue: 5 }, '5', '5'],
    [{ Type: 'List<Number>', AllowedValues: ['1', '2'] }, '1,2', '1,2'],
  ])('%j takes %j', (declaration, value, expected) => {
    expect(given(declaration, value)()).toBe(expected);
  });

  it.each<[object, string | undefined, string]>([
    [{ Type: 'String' }, undefined, 'Parameters: [P] must have values'],
    [{ Type: 'String', AllowedPattern: '[0-9]+' }, '12x', "Parameter 'P' must match pattern [0-9]+"],
    [
      { Type: 'String', AllowedPattern: '[0-9]+', ConstraintDescription: 'digits' },
      '12x',
      'Parameter P failed to satisfy constraint: digits',
    ],
    [{ Type: 'String', AllowedValues: ['a', 'b'] }, 'c', "Parameter 'P' must be one of AllowedValues"],
    [{ Type: 'String', MinLength: 2 }, 'a', 'must have a length not less than 2'],
    [{ Type: 'Number' }, 'many', 'must be a number'],
    [{ Type: 'Number', MinValue: 1, MaxValue: 5 }, '6', 'must be not less than 1 and not greater than 5'],
    [{ Type: 'List<Number>' }, '1,x', 'must be a number'],
    [{ Type: 'CommaDelimitedList', AllowedPattern: '[a-z]' }, 'a,B', 'must match pattern [a-z]'],
  ])('%j does not take %j', (declaration, value, message) => {
    expect(given(declaration, value)).toThrow(message);
  });

  it('of no parameter is refused', () => {
    const request = {
      TemplateBody: template({ One: parameter('/one') }),
      Parameters: [{ ParameterKey: 'P', ParameterValue: 'x' }],
    };
    const read = () => readDefinition(request, { previous: null, readTemplateUrl: () => '' });
    expect(read).toThrow('Parameters: [P] do not exist in the template');
  });
});
