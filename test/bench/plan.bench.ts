import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LocalOrganization, type OrganizationDescription } from '@keysweep/local-organization';
import { MANAGEMENT } from '../stage.ts';
import { developers } from './people.ts';

/** What one plan, in a process of its own, took. Memory is the peak of that process. */
interface Measured {
  readonly peakMb: number;
  /** Until the heading is there, and until the first account is. */
  readonly firstMs: number;
  readonly accountMs: number;
  readonly allMs: number;
  readonly bytes: number;
}

/** The bundle of this benchmark lies one folder deeper than its source. */
const CLI = fileURLToPath(new URL('../../../apps/cli/dist/keysweep.js', import.meta.url));
/** Accounts × users with a key each. */
const SIZES = [
  [100, 20],
  [1_000, 20],
] as const;
/** Far less than the plans of the largest organization take together. */
const HEAP_MB = 96;
const CONFIG = {
  version: 1,
  region: 'us-east-1',
  policies: { weekly: { groups: ['Developers'], action: 'delete' } },
  ceilings: { action: 'delete', revocations: 200 },
  maximumRevocationsOrganization: 1_000_000,
  assignments: { '/': 'weekly' },
  managementAccount: 'none',
};

for (const [accounts, users] of SIZES) await measure(accounts, users);

async function measure(accounts: number, users: number): Promise<void> {
  const organization = LocalOrganization.fromDescription(described(accounts, users));
  const folder = mkdtempSync(join(tmpdir(), 'keysweep-plan-'));
  try {
    writeFileSync(join(folder, 'keysweep.yaml'), JSON.stringify(CONFIG));
    const { url } = await organization.listen();
    console.log(`\n${accounts} accounts × ${users} users with a key`);
    for (const output of ['table', 'json']) {
      organization.journal.clear();
      const { peakMb, firstMs, accountMs, allMs, bytes } = await run(output, { organization, url, folder });
      const perAccount = (organization.journal.count('iam:*') / accounts).toFixed(1);
      console.log(
        `  ${output.padEnd(6)} first output ${firstMs.toFixed(0).padStart(5)} ms, first account ${accountMs.toFixed(0).padStart(5)} ms, all ${(allMs / 1000).toFixed(1).padStart(5)} s, ` +
          `peak ${peakMb} MB, ${bytes} bytes; ${organization.journal.count('*')} calls, ${perAccount} of IAM per account`,
      );
    }
  } finally {
    await organization.close();
    rmSync(folder, { recursive: true });
  }
}

interface Place {
  readonly organization: LocalOrganization;
  readonly url: string;
  readonly folder: string;
}

function run(output: string, { organization, url, folder }: Place): Promise<Measured> {
  const { accessKeyId, secretAccessKey, sessionToken = '' } = organization.credentials();
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    // The organization that answers shares the machine; the plan itself must do with this much.
    NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}`,
    AWS_ENDPOINT_URL: url,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  };
  const tellPeak = `data:text/javascript,process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS+'\\n'))`;
  const args = ['--import', tellPeak, CLI, 'plan', '--role-name', 'OrganizationAccountAccessRole', '--output', output];
  const started = performance.now();
  const child = spawn(process.execPath, args, { cwd: folder, env });
  const seen = { bytes: 0, firstMs: 0, accountMs: 0, words: '' };
  child.stdout.on('data', (piece: Buffer) => {
    if (seen.bytes === 0) seen.firstMs = performance.now() - started;
    if (seen.accountMs === 0 && piece.includes('Member ')) seen.accountMs = performance.now() - started;
    seen.bytes += piece.length;
  });
  child.stderr.setEncoding('utf8').on('data', (words: string) => (seen.words += words));
  return new Promise((resolve, reject) => {
    child.once('close', (status) => {
      const peak = /peak (\d+)/.exec(seen.words)?.[1];
      if (status !== 0 || peak === undefined) return reject(new TypeError(`plan ended with ${status}: ${seen.words}`));
      const { bytes, firstMs, accountMs } = seen;
      const allMs = performance.now() - started;
      resolve({ peakMb: Math.round(Number(peak) / 1024), firstMs, accountMs, allMs, bytes });
    });
  });
}

function described(accounts: number, users: number): OrganizationDescription {
  const members = Array.from({ length: accounts }, (_, index) => ({
    name: `Member ${index}`,
    id: String(200_000_000_000 + index),
    ...developers(users),
  }));
  return {
    organization: { id: 'o-benchmark1', managementAccount: 'Management' },
    accounts: [{ name: 'Management', id: MANAGEMENT }, ...members],
  };
}
