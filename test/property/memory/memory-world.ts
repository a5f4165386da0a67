import { conclude, runSweep, summariseOrganization, type Centre, type EndedRun } from '@keysweep/aggregator';
import {
  evidenceKeys,
  manifestSchema,
  parseConfig,
  pinTargets,
  readJsonRecord,
  resolveAssignments,
  type Config,
  type RunName,
  type Summary,
} from '@keysweep/core';
import {
  MemoryClock,
  MemoryEvidenceStore,
  MemoryOrderSigner,
  MemoryOrganization,
  MemorySweepSwitch,
  unboundedPace,
} from '@keysweep/core/memory';
import { MANAGEMENT } from '../model/cast.ts';
import {
  BEGINNING,
  type Interruption,
  type ManifestLine,
  type ObeyedOrder,
  type SeenKey,
  type World,
  type WorldEvent,
} from '../model/world.ts';
import { OrganizationInMemory } from './organization.ts';
import { StacksInMemory } from './stacks.ts';

/** What nobody expects. */
class BrokenOff extends Error {}

function breakOff(): never {
  throw new BrokenOff();
}

/** The roll-out on in-memory ports: the real centre, the real rules in every agent, accounts and bucket in memory. */
export class MemoryWorld implements World {
  readonly #clock = new MemoryClock(BEGINNING.at);
  readonly #signer = new MemoryOrderSigner();
  readonly #evidence = new MemoryEvidenceStore();
  readonly #switch = new MemorySweepSwitch();
  readonly #stacks = new StacksInMemory({
    signer: this.#signer,
    clock: this.#clock,
    onOrder: ({ accountId, kind, policy, runId }) => void this.#orders.push({ accountId, kind, policy, runId }),
  });
  readonly #organization = new OrganizationInMemory(this.#stacks, this.#clock);
  #config: Config | null = null;
  #orders: ObeyedOrder[] = [];
  #centres = 0;

  constructor() {
    this.#organization.act({ kind: 'join', account: MANAGEMENT });
    this.#stacks.agents.failing = (accountId) => this.#organization.member(accountId).agentFault();
  }

  act(event: WorldEvent): Promise<void> {
    return Promise.resolve(this.#act(event));
  }

  async deploy(document: object): Promise<'deployed' | 'refused'> {
    const parsed = parseConfig(document);
    if (!parsed.ok) throw new TypeError(parsed.problems.map(({ problem }) => problem).join('\n'));
    const snapshot = this.#organization.snapshot();
    if (resolveAssignments(parsed.config, snapshot).problems.length > 0) return 'refused';
    this.#config = pinTargets(parsed.config, snapshot);
    return 'deployed';
  }

  async sweep(run: RunName, interruption: Interruption | null): Promise<EndedRun | 'broken-off'> {
    let waiting = interruption;
    const onProgress = ({ stage }: { stage: Interruption['stage'] }): void => {
      if (stage !== waiting?.stage) return;
      const { event } = waiting;
      waiting = null;
      if (event === 'killed') this.#evidence.failing = breakOff;
      if (typeof event === 'string') breakOff();
      else this.#act(event);
    };
    try {
      return await runSweep(run, { hashed: this.#hashed(), centre: this.#centre(), onProgress });
    } catch (error) {
      if (error instanceof BrokenOff) return 'broken-off';
      throw error;
    } finally {
      this.#evidence.failing = () => null;
    }
  }

  summary(): Promise<Summary> {
    const sink = { take: () => Promise.resolve() };
    return summariseOrganization(this.#hashed(), this.#centre(), { id: 'test', audit: { state: 'absent' }, sink });
  }

  async publish(): Promise<void> {
    await conclude(null, this.#clock.now(), { hashed: this.#hashed(), centre: this.#centre(), outlets: null });
  }

  async keys(): Promise<readonly SeenKey[]> {
    return this.#organization.keys();
  }

  async ordersObeyed(): Promise<readonly ObeyedOrder[]> {
    const orders = this.#orders;
    this.#orders = [];
    return orders;
  }

  async manifest({ policy, runId }: RunName): Promise<readonly ManifestLine[]> {
    const stored = this.#evidence.records.get(evidenceKeys.manifest({ policy, runId }));
    const manifest = readJsonRecord(manifestSchema, stored?.body ?? '', { policy, runId });
    if (manifest.state !== 'known') throw new TypeError(`no manifest of ${policy} ${runId}`);
    return manifest.value.accounts.map(({ accountId, fate }) => ({
      accountId,
      policy: fate.kind === 'sweep' ? fate.policy : null,
    }));
  }

  async reported(run: RunName): Promise<readonly string[]> {
    const { items } = await this.#evidence.list(evidenceKeys.records(run, 'reports'));
    return items.map((key) => /account=(\d{12})/.exec(key)?.[1] ?? key);
  }

  #act(event: WorldEvent): void {
    if (event.kind === 'turn-switch') this.#switch.text = event.text;
    else if (event.kind === 'stack-instances') this.#stacks.setReadable(event.readable);
    else if (event.kind === 'pass-time') this.#clock.advance(event.milliseconds);
    else this.#organization.act(event);
  }

  #hashed(): { config: Config; configHash: string } {
    if (this.#config === null) throw new TypeError('nothing is deployed');
    return { config: this.#config, configHash: 'rollout' };
  }

  /** A centre as a newly started process has it: nobody else is at work any more. */
  #centre(): Centre {
    this.#centres += 1;
    const organization = new MemoryOrganization(this.#organization.snapshot(), this.#stacks.auditable);
    return {
      organization,
      auditAccess: organization,
      stackInstances: this.#stacks.instances,
      agent: this.#stacks.agents,
      signer: this.#signer,
      evidence: this.#evidence,
      sweepSwitch: this.#switch,
      clock: this.#clock,
      paceOfAccount: () => unboundedPace,
      paceOfAccounts: unboundedPace,
      identity: { holder: `centre ${this.#centres}`, bundleHash: 'test' },
      isHolderAtWork: async () => false,
    };
  }
}
