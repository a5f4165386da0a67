import * as v from 'valibot';
import { accountId, iamId, instant } from './shape.ts';

/** The shape of a ledger: when each access key of one account was first known to be inactive. */
export const ledgerSchema = v.object({
  schema: v.literal('keysweep/ledger/1'),
  accountId,
  entries: v.record(iamId, instant),
});

/** One account's stored ledger. */
export type Ledger = v.InferOutput<typeof ledgerSchema>;
/** When each access key was first known to be inactive: access key id → ISO 8601 instant. */
export type LedgerEntries = Readonly<Record<string, string>>;
