import { LocalOrganizationError } from './error.ts';
import type { SchedulerDelivery } from './state/schedule.ts';
import { decodeText, encodeText } from './wire/message.ts';
import type { WireRequest, WireResponse } from './wire/message.ts';

/** Where the clock is read and moved over HTTP; no bucket can be called `_local`. */
const CLOCK_PATH = '/_local/clock';

/** An organization whose clock can be moved, and what its schedules did. */
export interface TimedByHand {
  now(): Date;
  advanceTo(instant: Date): Promise<void>;
  readonly schedulerDeliveries: readonly SchedulerDelivery[];
}

/**
 * Answers what is asked of the clock: `GET` says what time it is, `POST` with an instant as its body moves it there and answers
 * once everything that became due on the way has ended. Undefined for a request about anything else. Nothing is signed here:
 * it is not AWS that is asked.
 */
export function askClock(organization: TimedByHand, request: WireRequest): Promise<WireResponse> | undefined {
  if (request.path !== CLOCK_PATH) return undefined;
  if (request.method === 'GET') return Promise.resolve(answer(200, { now: organization.now() }));
  if (request.method === 'POST') return move(organization, decodeText(request.body).trim());
  return Promise.resolve(answer(405, { error: 'GET reads the clock, POST moves it to the instant in the body' }));
}

async function move(organization: TimedByHand, written: string): Promise<WireResponse> {
  const instant = new Date(written);
  if (!/^\d{4}-\d\d-\d\dT\S+Z$/.test(written) || Number.isNaN(instant.getTime()))
    return answer(400, { error: `“${written}” is no instant; 2026-11-20T23:55:00Z is one` });
  const before = organization.schedulerDeliveries.length;
  try {
    await organization.advanceTo(instant);
  } catch (error) {
    if (error instanceof LocalOrganizationError) return answer(409, { error: error.message });
    throw error;
  }
  const fired = organization.schedulerDeliveries.slice(before).map(({ scheduledTime, scheduleName, outcome }) => ({
    at: scheduledTime,
    schedule: scheduleName,
    outcome,
  }));
  return answer(200, { now: organization.now(), fired });
}

function answer(status: number, body: object): WireResponse {
  const headers = { 'content-type': 'application/json' };
  return { status, headers, body: encodeText(`${JSON.stringify(body, null, 2)}\n`), streaming: false };
}
