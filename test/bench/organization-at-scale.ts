import { canonicalConfig } from '@keysweep/core';
import type { OrganizationDescription } from '@keysweep/local-organization';
import { rollOutProbe } from '../probe-stack-set.ts';
import { MANAGEMENT, setStage, type Stage } from '../stage.ts';
import { developers } from './people.ts';

const REGION = 'us-east-1';
const UNITS = 50;
/** As many as one function takes on. */
const BATCH = 20;
const FIRST_ACCOUNT = 200_000_000_000;
/** Deactivates every key and remembers it, so that there are as many records, and as long ones, as can be. */
const CONFIG = {
  version: 1,
  region: REGION,
  policies: { weekly: { groups: ['Developers'], action: 'delete', deleteAfterInactiveDays: 30 } },
  maximumRevocationsOrganization: 1_000_000,
  ceilings: { action: 'delete', revocations: 200 },
  assignments: { '/': 'weekly' },
  managementAccount: 'none',
};

/** How large an organization is: its member accounts, and the users of each, with one key each. */
export interface Scale {
  readonly accounts: number;
  readonly users: number;
}

/** What a function of the centre needs to work in the organization. */
export interface OpenOrganization {
  /** The variables of its process. */
  readonly environment: Readonly<Record<string, string>>;
  /** The text of `keysweep.json`. */
  readonly config: string;
  /** The accounts of one batch: those that have an agent. */
  readonly batch: readonly string[];
}

/**
 * An organization in which one batch of accounts has people and agents, behind HTTP. What that batch leaves in the evidence
 * bucket can be spread over all others, as if they had been swept too.
 */
export class OrganizationAtScale {
  readonly #scale: Scale;
  readonly #stage: Stage;
  readonly #spread = new Set<string>();

  private constructor(scale: Scale, stage: Stage) {
    this.#scale = scale;
    this.#stage = stage;
  }

  static async build(scale: Scale): Promise<OrganizationAtScale> {
    const stage = await setStage({ organization: describe(scale), config: CONFIG });
    await rollOutProbe(stage.organization);
    return new OrganizationAtScale(scale, stage);
  }

  async open(): Promise<OpenOrganization> {
    const { organization, bucket, signingKeyId, topicArn, config } = this.#stage;
    const { url } = await organization.listen();
    const session = organization.credentials({ roleArn: `arn:aws:iam::${MANAGEMENT}:role/keysweep-central` });
    return {
      environment: {
        AWS_REGION: REGION,
        AWS_ENDPOINT_URL: url,
        AWS_ACCESS_KEY_ID: session.accessKeyId,
        AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
        AWS_SESSION_TOKEN: session.sessionToken ?? '',
        KEYSWEEP_BUCKET: bucket,
        KEYSWEEP_SIGNING_KEY_ID: signingKeyId,
        KEYSWEEP_TOPIC_ARN: topicArn,
        KEYSWEEP_STATE_MACHINE_ARN: `arn:aws:states:${REGION}:${MANAGEMENT}:stateMachine:keysweep-sweep`,
      },
      config: canonicalConfig(config),
      batch: Array.from({ length: BATCH }, (_, index) => accountId(index)),
    };
  }

  /** Writes every record of the first account for all accounts outside of the batch, in their names. Returns how many. */
  async spread(): Promise<number> {
    const { evidence } = this.#stage.newCentre();
    const first = accountId(0);
    const { items } = await evidence.list('');
    const keys = items.filter((key) => key.includes(`account=${first}`) && !this.#spread.has(key));
    for (const key of keys) {
      this.#spread.add(key);
      const stored = await evidence.get(key);
      if (stored.state !== 'known') throw new TypeError(`${key} is ${stored.state}`);
      for (let index = BATCH; index < this.#scale.accounts; index += 1) this.#put(key, stored.value.body, index);
    }
    return keys.length * (this.#scale.accounts - BATCH);
  }

  /** The calls of the centre since it was last asked, by operation. */
  async calls(): Promise<Readonly<Record<string, number>>> {
    const { journal } = this.#stage.organization;
    const calls: Record<string, number> = {};
    for (const { service, operation, principalArn, outcome } of journal.entries()) {
      if (!/:assumed-role\/keysweep-(central|audit)\//.test(principalArn ?? '')) continue;
      const name = `${service}:${operation}${outcome === 'ok' ? '' : ` (${outcome})`}`;
      calls[name] = (calls[name] ?? 0) + 1;
    }
    journal.clear();
    return calls;
  }

  #put(key: string, body: string, index: number): void {
    const [first, id] = [accountId(0), accountId(index)];
    const mark = index.toString(36).toUpperCase().padStart(5, 'X');
    const text = body.replaceAll(first, id).replaceAll(/\b(AKIA|AIDA)\w{5}(?=\w{11}\b)/g, `$1${mark}`);
    const { organization, bucket } = this.#stage;
    organization.putObject({ bucket, key: key.replaceAll(first, id), body: Buffer.from(text) });
  }
}

function accountId(index: number): string {
  return String(FIRST_ACCOUNT + index);
}

function describe({ accounts, users }: Scale): OrganizationDescription {
  const people = { agent: 'deployed', ...developers(users) };
  return {
    organization: { id: 'o-benchmark1', managementAccount: 'Management' },
    organizationalUnits: {
      Workloads: Object.fromEntries(Array.from({ length: UNITS }, (_, index) => [`Unit ${index}`, {}])),
    },
    accounts: [
      { name: 'Management', id: MANAGEMENT },
      ...Array.from({ length: accounts }, (_, index) => ({
        name: `Account ${index}`,
        id: accountId(index),
        ou: `/Workloads/Unit ${index % UNITS}`,
        ...(index < BATCH ? people : {}),
      })),
    ],
  };
}
