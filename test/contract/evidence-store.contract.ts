import { describe, expect } from 'vitest';
import { describeLongRecords } from './long-record.contract.ts';
import { contractTest, type Backend } from './contract.ts';

const KEY = 'runs/policy=weekly/run=20261120T235500Z/plans/account=111122223333.json';
/** Of the records that are replaced; those of a run never are, and the bucket itself refuses it. */
const LEDGER = 'ledger/account=111122223333.json';
const BODY = '{"name":"=cmd|ä€😀"}';

/** What `EvidenceStore` promises: nothing is overwritten unseen, and lists are whole. */
export function describeEvidenceStoreContract(backend: Backend): void {
  describe('EvidenceStore', () => {
    describeWriteOnce(backend);
    describeReplace(backend);
    describeList(backend);
    describeLongRecords(backend);
  });
}

function describeWriteOnce(backend: Backend): void {
  contractTest(backend, 'a record is read back as it was written, with its tag', {
    world: {},
    holds: async (made) => {
      const store = made.evidenceStore();
      const written = await store.putOnce(KEY, BODY);
      if (written.state !== 'written') expect.unreachable(JSON.stringify(written));
      expect(await store.get(KEY)).toEqual({ state: 'known', value: { body: BODY, etag: written.etag } });
    },
  });

  contractTest(backend, 'a second write of the same record is told so and changes nothing', {
    world: {},
    holds: async (made) => {
      const store = made.evidenceStore();
      await store.putOnce(KEY, BODY);
      expect(await store.putOnce(KEY, '{"forged":true}')).toEqual({ state: 'exists' });
      expect(await store.get(KEY)).toMatchObject({ value: { body: BODY } });
    },
  });

  contractTest(backend, 'of many writers of one record exactly one wins', {
    world: {},
    holds: async (made) => {
      const store = made.evidenceStore();
      const results = await Promise.all(Array.from({ length: 8 }, (_, index) => store.putOnce(KEY, String(index))));
      expect(results.filter(({ state }) => state === 'written')).toHaveLength(1);
      expect(results.filter(({ state }) => state === 'exists')).toHaveLength(7);
    },
  });

  contractTest(backend, 'a record that does not exist is absent', {
    world: {},
    holds: async (made) => {
      expect(await made.evidenceStore().get(KEY)).toEqual({ state: 'absent' });
    },
  });
}

function describeReplace(backend: Backend): void {
  contractTest(backend, 'a record is replaced by whoever has its tag, once', {
    world: {},
    holds: async (made) => {
      const store = made.evidenceStore();
      const first = await store.replace(LEDGER, '1', null);
      if (first.state !== 'written') expect.unreachable(JSON.stringify(first));
      const second = await store.replace(LEDGER, '2', first.etag);
      if (second.state !== 'written') expect.unreachable(JSON.stringify(second));
      expect(second.etag).not.toBe(first.etag);
      expect(await store.replace(LEDGER, '3', first.etag)).toEqual({ state: 'exists' });
      expect(await store.get(LEDGER)).toEqual({ state: 'known', value: { body: '2', etag: second.etag } });
    },
  });

  contractTest(backend, 'a record that must not exist yet is not replaced', {
    world: {},
    holds: async (made) => {
      const store = made.evidenceStore();
      await store.putOnce(LEDGER, '1');
      expect(await store.replace(LEDGER, '2', null)).toEqual({ state: 'exists' });
      expect(await store.get(LEDGER)).toMatchObject({ value: { body: '1' } });
    },
  });

  contractTest(backend, 'a record that is not there cannot be replaced by tag', {
    world: {},
    holds: async (made) => {
      const store = made.evidenceStore();
      expect((await store.replace(LEDGER, '2', '"0123456789abcdef0123456789abcdef"')).state).not.toBe('written');
      expect(await store.get(LEDGER)).toEqual({ state: 'absent' });
    },
  });
}

function describeList(backend: Backend): void {
  const keys = Array.from(
    { length: 15 },
    (_, index) => `runs/policy=weekly/run=x/plans/account=${String(index).padStart(12, '0')}.json`,
  );
  for (const size of backend.pageSizes) {
    contractTest(backend, `pages of ${String(size)}: a prefix lists all its keys and no other`, {
      world: {},
      holds: async (made) => {
        const store = made.evidenceStore();
        await Promise.all([...keys, 'ledger/account=000000000001.json'].map((key) => store.putOnce(key, '{}')));
        made.setPageSize(size);
        expect(await store.list('runs/policy=weekly/run=x/plans/')).toEqual({
          items: keys,
          end: { state: 'complete' },
        });
      },
    });
  }

  contractTest(backend, 'a prefix without records is complete and empty', {
    world: {},
    holds: async (made) => {
      expect(await made.evidenceStore().list('summaries/')).toEqual({ items: [], end: { state: 'complete' } });
    },
  });
}
