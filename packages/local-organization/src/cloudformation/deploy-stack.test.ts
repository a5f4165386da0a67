import { beforeEach, expect, it } from 'vitest';
import type { LocalOrganization } from '../local-organization.ts';
import { acme, PAYMENTS } from '../testing/acme.ts';
import { BROKEN, parameter, template } from './testing/templates.ts';

let organization: LocalOrganization;
beforeEach(() => {
  organization = acme();
});

const Parameters = { Word: { Type: 'String' }, Other: { Type: 'String', Default: 'by default' } };
const words = { One: parameter('/one', { 'Fn::Sub': '${Word}, ${Other}' }) };
const deploy = (body: string, parameters: Readonly<Record<string, string>> = {}) =>
  organization.deployStack({ accountId: PAYMENTS, stackName: 'things', template: body, parameters });
const one = () => organization.parameter(PAYMENTS, '/one');

it('keeps the values of parameters that are not given again, and drops those that are no more', async () => {
  await deploy(template(words, { Parameters }), { Word: 'first', Other: 'second' });
  await deploy(template(words, { Parameters }), { Word: 'third' });
  expect(one()).toBe('third, second');
  await deploy(template({ One: parameter('/one', { Ref: 'Word' }) }, { Parameters: { Word: Parameters.Word } }));
  expect(one()).toBe('third');
});

it('does nothing where nothing has changed', async () => {
  const body = template({ One: parameter('/one') });
  await deploy(body);
  organization.putParameter({ accountId: PAYMENTS, name: '/one', value: 'turned by hand' });
  expect((await deploy(body)).status).toBe('CREATE_COMPLETE');
  // The resource is untouched by an update of another, too.
  await deploy(template({ One: parameter('/one'), Two: parameter('/two') }));
  expect(one()).toBe('turned by hand');
});

it('starts anew where a creation had failed', async () => {
  const failed = await deploy(template({ One: parameter('/one'), Bad: BROKEN }));
  expect(failed).toMatchObject({ status: 'ROLLBACK_COMPLETE', resources: [] });
  const made = await deploy(template({ One: parameter('/one') }));
  expect(made).toMatchObject({ status: 'CREATE_COMPLETE', failure: null, resources: [{ physicalId: '/one' }] });
  expect(made.stackId).not.toBe(failed.stackId);
});

it('takes a template of up to a megabyte, and says why it refuses one', async () => {
  const long = template({ One: parameter('/one') }, { Description: 'x'.repeat(60_000) });
  expect((await deploy(long)).status).toBe('CREATE_COMPLETE');
  const refused = { code: 'stack-refused', message: 'Parameters: [Word] must have values' };
  await expect(deploy(template(words, { Parameters }))).rejects.toMatchObject(refused);
  expect(one()).toBe('value');
  await expect(organization.deleteStack(PAYMENTS, 'none')).rejects.toMatchObject({ code: 'stack-unknown' });
});
