import { DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { beforeEach, describe, expect, it } from 'vitest';
import { OneStack } from './testing/one-stack.ts';
import { BROKEN, lambdaRole, parameter, template } from './testing/templates.ts';

const StackName = 'things';
let stack: OneStack;
beforeEach(() => {
  stack = new OneStack();
});

describe('an update', () => {
  beforeEach(async () => {
    await stack.create(template({ First: parameter('/first', 'one'), Second: parameter('/second', { Ref: 'First' }) }));
  });

  it('changes in place, replaces, adds, and removes last', async () => {
    const body = template({ First: parameter('/renamed', 'two'), Second: parameter('/second', { Ref: 'First' }) });
    await stack.update({ TemplateBody: body });
    expect(stack.values('/first', '/renamed', '/second')).toEqual([undefined, 'two', '/renamed']);
    expect((await stack.events()).slice(6)).toEqual([
      ['things', 'UPDATE_IN_PROGRESS', 'User Initiated'],
      [
        'First',
        'UPDATE_IN_PROGRESS',
        'Requested update requires the creation of a new physical resource; hence creating one.',
      ],
      ['First', 'UPDATE_COMPLETE'],
      ['Second', 'UPDATE_IN_PROGRESS'],
      ['Second', 'UPDATE_COMPLETE'],
      ['things', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'],
      ['First', 'DELETE_IN_PROGRESS'],
      ['First', 'DELETE_COMPLETE'],
      ['things', 'UPDATE_COMPLETE'],
    ]);
  });

  it('that fails takes back what it had changed, replaced and added', async () => {
    const body = template({
      First: parameter('/renamed', 'two'),
      Second: parameter('/second', 'changed', { DependsOn: 'First' }),
      Third: parameter('/third', 'new', { DependsOn: 'Second' }),
      Bad: { ...BROKEN, DependsOn: 'Third' },
    });
    await stack.update({ TemplateBody: body });
    expect(await stack.described()).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' });
    const values = stack.values('/first', '/renamed', '/second', '/third');
    expect(values).toEqual(['one', undefined, '/first', undefined]);
    const { StackResources } = await stack.client.send(new DescribeStackResourcesCommand({ StackName }));
    expect(StackResources?.map((each) => each.LogicalResourceId).toSorted()).toEqual(['First', 'Second']);
  });

  it('keeps what its policies say', async () => {
    const kept = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
    await stack.update({ TemplateBody: template({ First: parameter('/first', 'two', kept) }) });
    expect(stack.values('/second')).toEqual([undefined]);
    await stack.update({ TemplateBody: template({ First: parameter('/renamed', 'two', kept) }) });
    expect(stack.values('/first', '/renamed')).toEqual(['two', 'two']);
    await stack.update({ TemplateBody: template({ Other: parameter('/other') }) });
    expect(stack.values('/renamed')).toEqual(['two']);
    expect((await stack.events()).at(-2)).toEqual(['First', 'DELETE_SKIPPED']);
  });

  it('with nothing to change is refused; a policy alone is nothing', async () => {
    const nothing = 'No updates are to be performed.';
    await expect(stack.update({ UsePreviousTemplate: true })).rejects.toThrow(nothing);
    const body = template({
      Second: parameter('/second', { Ref: 'First' }),
      First: parameter('/first', 'one', { DeletionPolicy: 'Retain' }),
    });
    await expect(stack.update({ TemplateBody: body })).rejects.toThrow(nothing);
    await stack.update({ UsePreviousTemplate: true, Tags: [{ Key: 'team', Value: 'security' }] });
    expect(await stack.described()).toMatchObject({ StackStatus: 'UPDATE_COMPLETE', Tags: [{ Key: 'team' }] });
  });

  it('cannot replace what has a name of its own', async () => {
    const role = lambdaRole('fixed');
    await stack.update({ TemplateBody: template({ Role: role }), Capabilities: ['CAPABILITY_NAMED_IAM'] });
    const moved = { ...role, Properties: { ...Object(role).Properties, Path: '/other/' } };
    await stack.update({ TemplateBody: template({ Role: moved }), Capabilities: ['CAPABILITY_NAMED_IAM'] });
    expect(await stack.described()).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' });
    expect(stack.failure).toContain(
      'CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename fixed',
    );
  });
});
