import { apply } from '../apply.ts';
import { collect } from '../collect.ts';
import { readOrder, refuseOrder, type AgentIdentity, type Order, type OrderRefusal, type PlanOrder } from '../order.ts';
import type { AccountPlan } from '../account-plan.ts';
import { plan } from '../plan.ts';
import type { AccessKeyWriter, Clock, IamReader, SignedOrder } from '../ports.ts';
import type { MemoryAgent } from './agents.ts';
import type { MemoryOrderSigner } from './order-signer.ts';
import { unboundedPace } from './pace.ts';

/** Whose agent it is, whom it obeys, and through what it acts. */
export interface MemoryRevoker {
  readonly identity: AgentIdentity;
  readonly signer: MemoryOrderSigner;
  readonly iam: IamReader & AccessKeyWriter;
  readonly clock: Clock;
  /** Told of every order that is obeyed. */
  readonly onOrder?: (order: Order) => void;
}

/** The revoker of one account in memory: the rules of the real one behind a signature that is a stand-in. */
export function memoryRevoker(revoker: MemoryRevoker): MemoryAgent {
  return async (envelope) => {
    const order = orderIn(envelope, revoker);
    if ('code' in order) return { schema: 'keysweep/refusal/1', ...order };
    revoker.onOrder?.(order);
    if (order.kind === 'plan') return makePlan(order, revoker);
    const { iam, clock } = revoker;
    return apply(order, { reader: iam, writer: iam, pace: unboundedPace, clock, onOutcome: () => undefined });
  };
}

function orderIn(envelope: SignedOrder, { identity, signer, clock }: MemoryRevoker): Order | OrderRefusal {
  if (!signer.verifies(envelope)) return { code: 'signature', message: 'the centre did not sign this' };
  const read = readOrder(envelope.order);
  if ('refusal' in read) return read.refusal;
  return refuseOrder(read.order, identity, clock.now()) ?? read.order;
}

async function makePlan(order: PlanOrder, { iam, clock, identity }: MemoryRevoker): Promise<AccountPlan> {
  const inTime = (): boolean => clock.now().getTime() < Date.parse(order.finishBy);
  const observation = await collect(order.rules, new Date(order.asOf), { reader: iam, pace: unboundedPace, inTime });
  const takenAt = clock.now().toISOString();
  const caller = `the agent of ${identity.accountId}`;
  const provenance = { takenBy: 'agent', takenAt, bundleHash: 'memory', templateVersion: 'memory', caller } as const;
  return plan(observation, { ...order, provenance });
}
