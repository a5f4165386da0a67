import { generateKeyPairSync, sign } from 'node:crypto';
import type { AccountAccess } from '@keysweep/aws';
import { pace, systemClock } from '@keysweep/aws';
import {
  known,
  type Agent,
  type AgentAnswer,
  type Ceilings,
  type Failure,
  type OrderSigner,
  type Reading,
  type SignedOrder,
} from '@keysweep/core';
import { obey } from '@keysweep/revoker';

/** How the agent gets into accounts, and what it holds to whatever it is told. */
export interface AgentHereOptions {
  readonly open: (accountId: string, sessionName: string) => Promise<Reading<AccountAccess>>;
  readonly sessionName: string;
  readonly organizationId: string;
  readonly ceilings: Ceilings;
}

/** As few as the deployed agent: IAM's limits are per account and low. */
const CALLS_AT_A_TIME = 5;

/** What stands in a plan where the deployed agent names its template. */
const NO_TEMPLATE = 'none: from here';

/**
 * The agent of every account in this process: the very code of the deployed one, behind a role of the account. Its orders are
 * signed with a key that is made for this process and never leaves it.
 */
export function agentHere(options: AgentHereOptions): { readonly agent: Agent; readonly signer: OrderSigner } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const orderVerificationKey = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const signatureOf = (order: string): string =>
    sign('sha256', Buffer.from(order, 'utf8'), privateKey).toString('base64');
  return {
    signer: { sign: (order) => Promise.resolve(known({ order, signature: signatureOf(order) })) },
    agent: { ask: (accountId, envelope) => ask(accountId, envelope, { ...options, orderVerificationKey }) },
  };
}

interface Asking extends AgentHereOptions {
  readonly orderVerificationKey: string;
}

async function ask(accountId: string, envelope: SignedOrder, asking: Asking): Promise<AgentAnswer> {
  const opened = await asking.open(accountId, asking.sessionName);
  if (opened.state === 'unknown') return { state: 'unreachable', failure: opened.failure };
  if (opened.state === 'absent' || opened.value.accountId !== accountId)
    return { state: 'unreachable', failure: elsewhere(opened.state === 'known' ? opened.value.accountId : 'nowhere') };
  try {
    const answer = await act(envelope, opened.value, asking);
    // As it would cross the wire: what is judged is what is stored.
    return { state: 'answered', body: JSON.parse(JSON.stringify(answer)) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      state: 'lost',
      failure: { kind: 'service-error', operation: 'keysweep:Obey', code: 'AgentFailed', message },
    };
  }
}

function act(
  envelope: SignedOrder,
  { accountId, arn, reader, writer }: AccountAccess,
  { organizationId, ceilings, orderVerificationKey }: Asking,
): ReturnType<typeof obey> {
  return obey(envelope, {
    environment: { organizationId, ceilings, orderVerificationKey, templateVersion: NO_TEMPLATE },
    accountId,
    caller: arn,
    reader,
    writer,
    pace: pace(CALLS_AT_A_TIME),
    clock: systemClock,
    onOutcome: () => undefined,
  });
}

function elsewhere(accountId: string): Failure {
  const message = `the role led to ${accountId}`;
  return { kind: 'malformed', operation: 'sts:GetCallerIdentity', code: 'OtherAccount', message };
}
