import type { Agent, AgentAnswer, SignedOrder } from '../ports.ts';
import type { Failure } from '../reading.ts';

/** One agent: an envelope in, its answer out. What it throws is a lost answer. */
export type MemoryAgent = (envelope: SignedOrder) => unknown;

/**
 * How asking an agent fails. `unreachable`: it is never started. `lost`: it is started, does what it does, and its answer
 * does not arrive.
 */
export interface AgentFault {
  readonly state: 'unreachable' | 'lost';
  readonly failure: Failure;
}

/** The agents of an organization in memory, by account. An account without one answers `no-agent`. */
export class MemoryAgents implements Agent {
  /** Says whether asking an account's agent fails, and how. */
  failing: (accountId: string) => AgentFault | null = () => null;
  readonly #agents = new Map<string, MemoryAgent>();

  /** Puts an agent into an account, in place of the one that was there. */
  deploy(accountId: string, agent: MemoryAgent): void {
    this.#agents.set(accountId, agent);
  }

  remove(accountId: string): void {
    this.#agents.delete(accountId);
  }

  async ask(accountId: string, envelope: SignedOrder): Promise<AgentAnswer> {
    const fault = this.failing(accountId);
    if (fault?.state === 'unreachable') return fault;
    const agent = this.#agents.get(accountId);
    if (agent === undefined) return { state: 'no-agent', failure: noAgent(accountId) };
    const answer = await answerOf(agent, envelope);
    return fault ?? answer;
  }
}

/** An answer crosses the wire as JSON, and so it does here. */
async function answerOf(agent: MemoryAgent, envelope: SignedOrder): Promise<AgentAnswer> {
  try {
    return { state: 'answered', body: JSON.parse(JSON.stringify(await agent(envelope))) };
  } catch (error) {
    return { state: 'lost', failure: invocation('service-error', 'FunctionError', String(error)) };
  }
}

function noAgent(accountId: string): Failure {
  return invocation('not-found', 'ResourceNotFoundException', `${accountId} has no agent`);
}

function invocation(kind: Failure['kind'], code: string, message: string): Failure {
  return { kind, operation: 'lambda:Invoke', code, message };
}
