import { randomUUID } from 'node:crypto';
import * as client from '@aws-sdk/client-eventbridge';
import type {
  PutEventsRequest,
  PutEventsRequestEntry,
  PutEventsResponse,
  PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import type { Resource } from '../../authorization.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { operation, service } from '../operation.ts';
import type { Call } from '../operation.ts';
import { checkEntry, sizeOf } from './check-entry.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const MOST_ENTRIES = 10;
/** In bytes, of a request as a whole. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html */
const LARGEST_REQUEST = 262_144;

/** The default event buses of Amazon EventBridge. What is put is kept: there are no rules. */
export const EVENTS = service(serviceModel({ name: 'events', protocol: 'awsJson1_1' }, client), [
  operation<PutEventsRequest, PutEventsResponse>('events:PutEvents', putEvents, { resource: defaultBus }),
]);

function defaultBus(call: Call): Resource {
  return { arn: `arn:aws:events:${call.state.settings.region}:${call.account.id}:event-bus/default` };
}

// One entry that is refused does not keep the others from being taken.
function putEvents(call: Call, { Entries: entries = [], EndpointId: endpoint }: PutEventsRequest): PutEventsResponse {
  if (endpoint !== undefined)
    throw new ServiceError('NotImplemented', 'There are no global endpoints.', { status: 501 });
  const other = entries.find(({ EventBusName: bus = 'default' }) => bus !== 'default' && bus !== defaultBus(call).arn);
  if (other !== undefined)
    throw new ServiceError('NotImplemented', `There is no bus but the default one, and no ${other.EventBusName}.`, {
      status: 501,
    });
  if (entries.length === 0 || entries.length > MOST_ENTRIES) {
    const message = `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length less than or equal to ${MOST_ENTRIES}, and greater than or equal to 1`;
    throw new ServiceError('ValidationException', message);
  }
  const size = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (size > LARGEST_REQUEST)
    throw new ServiceError(
      'ValidationException',
      `Total size of the entries in the request is over the limit: ${size} bytes`,
    );
  const results = entries.map((entry) => putEntry(call, entry));
  const failed = results.filter(({ ErrorCode: code }) => code !== undefined).length;
  return { FailedEntryCount: failed, Entries: results };
}

function putEntry(call: Call, entry: PutEventsRequestEntry): PutEventsResultEntry {
  const checked = checkEntry(entry);
  if ('refusal' in checked) return checked.refusal;
  const eventId = randomUUID();
  const { Resources: resources = [], Time: time = call.now } = entry;
  call.state.events.push({ ...checked.said, eventId, accountId: call.account.id, resources, time });
  return { EventId: eventId };
}
