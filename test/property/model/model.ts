import { runIdOf } from '@keysweep/core';
import { byKind } from './by-kind.ts';
import { MANAGEMENT } from './cast.ts';
import { deploy, fateOf, type Deployed, type PolicyName, type Settings, type Written } from './configuration.ts';
import { EFFECTS } from './effects.ts';
import type { Account, Organization, Unit } from './organization.ts';
import type { Run } from './run.ts';
import { endOf, sweep } from './sweep.ts';
import { BEGINNING, type Interruption, type ObeyedOrder, type SeenKey, type WorldEvent } from './world.ts';

/** Who was under which policy when a summary was published, and when the policies were due then. */
export interface Sighting {
  readonly at: number;
  readonly policies: ReadonlyMap<string, string | null>;
  readonly schedules: ReadonlyMap<string, string>;
}

/** What should be the case, told without a line of keysweep: naive, and slow where that is plainer. */
export class Model implements Organization {
  readonly units = new Map<string, Unit>([[BEGINNING.rootId, { id: BEGINNING.rootId, name: '', parent: null }]]);
  readonly accounts = new Map<string, Account>();
  readonly former = new Map<string, Account>();
  deployed: Deployed;
  switchText: string | null = 'enabled';
  stackInstancesReadable = true;
  now = Date.parse(BEGINNING.at);
  /** All runs, oldest first. */
  readonly runs: Run[] = [];
  /** What every published summary saw, oldest first. */
  readonly sightings: Sighting[] = [];
  /** Orders obeyed since they were last looked at. */
  orders: ObeyedOrder[] = [];
  #keysMade = 0;

  /** `settings` hold nowhere before they are deployed. */
  constructor(settings: Settings) {
    this.deployed = { ...settings, assignments: new Map() };
    this.act({ kind: 'join', account: MANAGEMENT });
  }

  /** An account that is there, or was. */
  account(id: string): Account {
    const account = this.accounts.get(id) ?? this.former.get(id);
    if (account === undefined) throw new TypeError(`the model has no account ${id}`);
    return account;
  }

  switchIsOn(): boolean {
    return this.switchText === 'enabled';
  }

  /** Deploys a file. False: it was refused, and nothing has changed. */
  deploy(written: Written): boolean {
    const deployed = deploy(written, this);
    this.deployed = deployed ?? this.deployed;
    return deployed !== null;
  }

  /** Makes it happen. */
  act(event: WorldEvent): void {
    byKind(EFFECTS, event, this);
  }

  /** Begins the run of a policy that is due now. */
  beginRun(policy: PolicyName): Run {
    const rules = this.deployed.policies[policy];
    const manifest = this.#policies();
    const run: Run = {
      policy,
      runId: runIdOf(new Date(this.now)),
      due: this.now,
      rules,
      organizationLimit: this.deployed.organizationLimit,
      manifest,
      swept: [...manifest].filter(([, nearest]) => nearest === policy).map(([id]) => id),
      plans: new Map(),
      weighed: new Map(),
      held: false,
      attempted: new Set(),
      results: new Map(),
      state: 'started',
    };
    this.runs.push(run);
    return run;
  }

  /** Takes a run through to its end, or to where it breaks off. */
  sweep(run: Run, interruption: Interruption | null): 'ended' | 'broken-off' {
    let waiting = interruption;
    for (const stage of sweep(run, this)) {
      if (stage !== waiting?.stage) continue;
      if (waiting.event === 'killed') return 'broken-off';
      if (waiting.event === 'stage-fails') {
        run.state = endOf(run);
        return 'broken-off';
      }
      this.act(waiting.event);
      waiting = null;
    }
    run.state = endOf(run);
    return 'ended';
  }

  /** A summary is published: from now on it is remembered who was under which policy. */
  publish(): void {
    const schedules = new Map(Object.entries(this.deployed.policies).map(([name, { schedule }]) => [name, schedule]));
    this.sightings.push({ at: this.now, policies: this.#policies(), schedules });
  }

  /** A number that was never given before. */
  nextKeyNumber(): number {
    this.#keysMade += 1;
    return 10 + this.#keysMade;
  }

  /** Every key of every account that was ever there. */
  keys(): SeenKey[] {
    return [...this.accounts.values(), ...this.former.values()].flatMap(({ id: accountId, people }) =>
      people.flatMap(({ name: userName, keys }) =>
        keys.map(({ id: accessKeyId, status }) => ({ accountId, userName, accessKeyId, status })),
      ),
    );
  }

  /** Every account of the organization, and the policy it is to be swept under now. */
  #policies(): Map<string, string | null> {
    const policyOf = (account: Account): string | null => {
      const fate = fateOf(account, this.deployed, this);
      return fate.kind === 'sweep' ? fate.policy : null;
    };
    return new Map([...this.accounts.values()].map((account) => [account.id, policyOf(account)]));
  }
}
