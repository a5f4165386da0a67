import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach, expect, it } from 'vitest';
import type { LocalOrganization } from '../../local-organization.ts';
import { clientConfig } from '../../testing/acme.ts';
import { central, put } from '../../testing/central.ts';

let organization: LocalOrganization;
afterEach(() => organization.close());

const invoke = (FunctionName = 'later') =>
  new LambdaClient(clientConfig(organization)).send(
    new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: Buffer.from('{"a":1}') }),
  );

it('an event is taken at once and handled later, again until it succeeds', async () => {
  organization = central();
  const seen: unknown[] = [];
  put(organization, 'later', (event, { awsRequestId }) => {
    seen.push([event, awsRequestId]);
    if (seen.length < 3) throw new RangeError('not yet');
  });
  expect(await invoke()).toMatchObject({ StatusCode: 202 });
  await organization.settled();
  expect(seen).toEqual([seen[0], seen[0], [{ a: 1 }, expect.any(String)]]);
  expect(organization.lostEvents).toEqual([]);
});

it('an event for a function that is not there is refused at once', async () => {
  organization = central();
  await expect(invoke('nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
