import {
  apply,
  collect,
  plan,
  readOrder,
  refuseOrder,
  type AccessKeyWriter,
  type AccountPlan,
  type ApplyAnswer,
  type Clock,
  type IamReader,
  type Order,
  type OrderRefusal,
  type Outcome,
  type Pace,
  type PlanOrder,
  type SignedOrder,
} from '@keysweep/core';
import { bundleHash } from './bundle-hash.ts';
import type { RevokerEnvironment } from './environment.ts';
import { isSignedBy } from './verify-signature.ts';

/** Who is asked, and through what it acts. */
export interface Revoker {
  readonly environment: RevokerEnvironment;
  /** From the function's own ARN, never from the order. */
  readonly accountId: string;
  /** The function's own ARN, for the provenance of a plan. */
  readonly caller: string;
  readonly reader: IamReader;
  readonly writer: AccessKeyWriter;
  readonly pace: Pace;
  readonly clock: Clock;
  readonly onOutcome: (outcome: Outcome, order: Order) => void;
}

/** What the agent answers to an order it does not obey. */
export type Refusal = { readonly schema: 'keysweep/refusal/1' } & OrderRefusal;

/** Obeys one order, or says why not. What is not a signed order of the centre is never even read. */
export async function obey(event: unknown, revoker: Revoker): Promise<AccountPlan | ApplyAnswer | Refusal> {
  const { environment, accountId, clock } = revoker;
  if (!isEnvelope(event) || !isSignedBy(environment.orderVerificationKey, event))
    return refuse({ code: 'signature', message: 'the order does not carry the signature of the centre' });
  const read = readOrder(event.order);
  if ('refusal' in read) return refuse(read.refusal);
  const { order } = read;
  const { organizationId, ceilings } = environment;
  const refusal = refuseOrder(order, { organizationId, accountId, ceilings }, clock.now());
  if (refusal !== null) return refuse(refusal);
  if (order.kind === 'plan') return makePlan(order, revoker);
  return apply(order, { ...revoker, onOutcome: (outcome) => revoker.onOutcome(outcome, order) });
}

async function makePlan(order: PlanOrder, revoker: Revoker): Promise<AccountPlan> {
  const { caller, clock, environment } = revoker;
  const inTime = (): boolean => clock.now().getTime() < Date.parse(order.finishBy);
  const observation = await collect(order.rules, new Date(order.asOf), { ...revoker, inTime });
  return plan(observation, {
    ...order,
    provenance: {
      takenBy: 'agent',
      takenAt: clock.now().toISOString(),
      bundleHash,
      templateVersion: environment.templateVersion,
      caller,
    },
  });
}

function isEnvelope(event: unknown): event is SignedOrder {
  return (
    typeof event === 'object' &&
    event !== null &&
    'order' in event &&
    typeof event.order === 'string' &&
    'signature' in event &&
    typeof event.signature === 'string'
  );
}

function refuse(refusal: OrderRefusal): Refusal {
  return { schema: 'keysweep/refusal/1', ...refusal };
}
