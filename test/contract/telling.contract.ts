import { eventsOfReport, type KeyEvent } from '@keysweep/core';
import { describe, expect } from 'vitest';
import { aReport, aReportedKey } from '../../packages/core/src/testing/report.ts';
import { contractTest, type Backend } from './contract.ts';

/** What `Notifier` promises: a message arrives as it was written, or it is said why not. */
export function describeNotifierContract(backend: Backend): void {
  describe('Notifier', () => {
    contractTest(backend, 'a message arrives as it was written', {
      world: {},
      holds: async (world) => {
        const notifier = await world.notifier('keysweep');
        const message = {
          subject: 'keysweep: compliant, 100 % & "<9> keys"',
          body: 'Größe\n→ 1 & <2>\n\n- a + b = %20\n',
        };
        expect(await notifier.publish(message)).toBeNull();
        expect(await notifier.publish({ ...message, subject: 'x'.repeat(99) })).toBeNull();
        expect(await world.messages()).toEqual([message, { ...message, subject: 'x'.repeat(99) }]);
      },
    });

    contractTest(backend, 'a message of 16,000 characters arrives', {
      world: {},
      holds: async (world) => {
        const body = 'ä→'.repeat(8000);
        expect(await (await world.notifier('keysweep')).publish({ subject: 'long', body })).toBeNull();
        expect(await world.messages()).toEqual([{ subject: 'long', body }]);
      },
    });

    contractTest(backend, 'there is no telling through a topic that is not there', {
      world: {},
      holds: async (world) => {
        const failure = await (await world.notifier('nobody')).publish({ subject: 'lost', body: 'lost' });
        expect(failure).toMatchObject({ operation: 'sns:Publish' });
        expect(await world.messages()).toEqual([]);
      },
    });

    contractTest(backend, 'a message that cannot be sent as it is is refused', {
      world: {},
      holds: async (world) => {
        const failure = await (await world.notifier('keysweep')).publish({ subject: 'x'.repeat(101), body: 'long' });
        expect(failure).toMatchObject({ kind: 'service-error', code: expect.stringMatching(/^InvalidParameter/) });
        expect(await world.messages()).toEqual([]);
      },
    });

    contractTest(backend, 'a message whose answer is lost is sent once', {
      world: {},
      holds: async (world) => {
        const notifier = await world.notifier('keysweep');
        world.addFault({ operation: 'sns:Publish', kind: 'drop-answer' });
        const message = { subject: 'once', body: 'once' };
        expect(await notifier.publish(message)).not.toBeNull();
        expect(world.requests('sns:Publish')).toBe(1);
        expect(await world.messages()).toEqual([message]);
      },
    });
  });
}

/** What `EventBus` promises: how many events were taken, and of the others why not. */
export function describeEventBusContract(backend: Backend): void {
  const events = (count: number): KeyEvent[] =>
    eventsOfReport(aReport({ keys: Array.from({ length: count }, () => aReportedKey()) }), null);

  describe('EventBus', () => {
    contractTest(backend, 'events are taken, ten to a request', {
      world: {},
      holds: async (world) => {
        expect(await world.eventBus().put(events(21))).toEqual({ taken: 21, lost: 0, failure: null });
        expect(world.requests('events:PutEvents')).toBe(3);
      },
    });

    contractTest(backend, 'events whose answer is lost are told as lost, and sent once', {
      world: {},
      holds: async (world) => {
        world.addFault({ operation: 'events:PutEvents', kind: 'drop-answer', calls: [1] });
        const put = await world.eventBus().put(events(12));
        expect(put).toMatchObject({ taken: 2, lost: 10, failure: { operation: 'events:PutEvents' } });
        expect(world.requests('events:PutEvents')).toBe(2);
      },
    });

    contractTest(backend, 'events that are refused are lost', {
      world: {},
      holds: async (world) => {
        world.addFault({ operation: 'events:PutEvents', kind: 'AccessDenied' });
        const put = await world.eventBus().put(events(1));
        expect(put).toMatchObject({ taken: 0, lost: 1, failure: { kind: 'access-denied' } });
      },
    });
  });
}
