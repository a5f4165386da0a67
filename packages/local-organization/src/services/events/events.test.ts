import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { expect, it } from 'vitest';
import { acme, asAdministrator, asRole, MANAGEMENT, PAYMENTS } from '../../testing/acme.ts';

const entry: PutEventsRequestEntry = { Source: 'keysweep', DetailType: 'Access key revoked', Detail: '{"a":1}' };

function bus(accountId = PAYMENTS) {
  const organization = acme({ clock: 'stands' });
  const client = new EventBridgeClient(asAdministrator(organization, accountId));
  const put = (...Entries: PutEventsRequestEntry[]) => client.send(new PutEventsCommand({ Entries }));
  return { organization, put };
}

it('keeps what the default bus of an account takes', async () => {
  const { organization, put } = bus();
  const { FailedEntryCount, Entries } = await put(entry, { ...entry, EventBusName: 'default' });
  expect(FailedEntryCount).toBe(0);
  expect(organization.events()).toEqual(
    Entries?.map(({ EventId: eventId }) => ({
      eventId,
      accountId: PAYMENTS,
      source: 'keysweep',
      detailType: 'Access key revoked',
      detail: { a: 1 },
      resources: [],
      time: organization.now(),
    })),
  );
});

it('refuses an entry that says nothing, or what it may not, and takes the others', async () => {
  const { organization, put } = bus();
  const { FailedEntryCount, Entries } = await put(
    { ...entry, Source: '' },
    { ...entry, DetailType: undefined },
    { ...entry, Detail: '"text"' },
    { ...entry, Detail: '{' },
    { ...entry, Source: 'aws.iam' },
    entry,
  );
  expect(FailedEntryCount).toBe(5);
  expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
    'InvalidArgument',
    'InvalidArgument',
    'MalformedDetail',
    'MalformedDetail',
    'NotAuthorizedForSourceException',
    undefined,
  ]);
  expect(organization.events()).toHaveLength(1);
});

it.each<[string, PutEventsRequestEntry[], string]>([
  ['none', [], 'ValidationException'],
  ['eleven', Array.from({ length: 11 }, () => entry), 'ValidationException'],
  ['too much', [{ ...entry, Detail: JSON.stringify({ a: 'x'.repeat(262_144) }) }], 'ValidationException'],
  ['for another bus', [{ ...entry, EventBusName: 'ours' }], 'NotImplemented'],
])('takes no request of entries: %s', async (_, entries, name) => {
  const { organization, put } = bus();
  await expect(put(...entries)).rejects.toMatchObject({ name });
  expect(organization.events()).toEqual([]);
});

it('is open to whoever may put events on that bus', async () => {
  const { organization } = bus();
  const put = (region: string) => {
    const arn = `arn:aws:events:${region}:${MANAGEMENT}:event-bus/default`;
    const Statement = [{ Effect: 'Allow' as const, Action: 'events:PutEvents', Resource: arn }];
    const policies = [{ Version: '2012-10-17' as const, Statement }];
    organization.putRole({ accountId: MANAGEMENT, roleName: 'teller', policies });
    const client = new EventBridgeClient(asRole(organization, MANAGEMENT, 'teller'));
    return client.send(new PutEventsCommand({ Entries: [entry] }));
  };
  await expect(put('eu-west-1')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  expect(await put('us-east-1')).toMatchObject({ FailedEntryCount: 0 });
});
