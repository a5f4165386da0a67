import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IssuedCredentials, LocalOrganization } from '@keysweep/local-organization';
import { bareWith, startCli, type CliBeside, type CliRun } from './run-cli.ts';

/** A folder with a configuration, and an organization that answers on a port of this process. */
export interface Desk {
  readonly organization: LocalOrganization;
  readonly folder: string;
  /** The environment of somebody with these credentials; null: with none. */
  environment(credentials?: IssuedCredentials | null): Record<string, string>;
  start(args: readonly string[], credentials?: IssuedCredentials | null): CliBeside;
  /** Runs the CLI to its end; with the credentials of the organization's operator unless others, or none, are given. */
  run(args: readonly string[], credentials?: IssuedCredentials | null): Promise<CliRun>;
  /** `service:Operation` of every call that changed something, whoever made it. */
  writes(): string[];
  close(): Promise<void>;
}

const READS = /:(Get|List|Describe|Head|GenerateCredentialReport$|AssumeRole$)/;
export const ACCOUNT_ROLE = 'OrganizationAccountAccessRole';

/** Sits down before an organization; `config` is `keysweep.yaml` as plain values. */
export async function openDesk(organization: LocalOrganization, config: unknown): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'keysweep-desk-'));
  writeFileSync(join(folder, 'keysweep.yaml'), JSON.stringify(config));
  const { url } = await organization.listen();
  const environment: Desk['environment'] = (credentials = organization.credentials()) =>
    bareWith({
      AWS_ENDPOINT_URL: url,
      AWS_CONFIG_FILE: join(folder, 'none'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
      AWS_EC2_METADATA_DISABLED: 'true',
      HOME: folder,
      ...(credentials === null ? {} : variablesOf(credentials)),
    });
  const start: Desk['start'] = (args, credentials) => startCli(args, folder, environment(credentials));
  return {
    organization,
    folder,
    environment,
    start,
    run: (args, credentials) => start(args, credentials).ended,
    writes: () => {
      const called = organization.journal.entries().map(({ service, operation }) => `${service}:${operation}`);
      return called.filter((operation) => !READS.test(operation));
    },
    close: async () => {
      await organization.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function variablesOf({ accessKeyId, secretAccessKey, sessionToken }: IssuedCredentials): Record<string, string> {
  const token = sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken };
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, ...token };
}
