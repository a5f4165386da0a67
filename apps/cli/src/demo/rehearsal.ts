import { LocalOrganization } from '@keysweep/local-organization';
import { systemClock } from '@keysweep/aws';
import { connectCentre, type Centre } from '@keysweep/aggregator';
import { known, type Config } from '@keysweep/core';
import { isProcessAtWork, processHolder } from '../process-holder.ts';

/** The files a rehearsal is made of. */
export interface RehearsalFiles {
  readonly organization: string;
  /** The built revoker: what `Invoke` runs, in a process of its own. */
  readonly revoker: string;
  /** The folder whose `@aws-sdk/*` the functions get, as Lambda's runtime brings its own. */
  readonly runtimeModules: string;
  readonly lambdaBootstrap: string;
}

/** A local organization with the centre set up and agents deployed. */
export interface Rehearsal {
  readonly organization: LocalOrganization;
  readonly centre: Centre;
  readonly accounts: number;
  readonly agents: number;
  close(): Promise<void>;
}

const FUNCTION_TIMEOUT_SECONDS = 660;

/** Starts a local organization and puts into it what the stacks put into a real one. */
export async function stageRehearsal(config: Config, files: RehearsalFiles): Promise<Rehearsal> {
  const organization = await LocalOrganization.fromFile(files.organization, {
    runtimeModules: files.runtimeModules,
    lambdaBootstrapPath: files.lambdaBootstrap,
  });
  const server = await organization.listen();
  const accounts = organization.accounts();
  const accountId = organization.managementAccountId;
  const centralRole = `arn:aws:iam::${accountId}:role/keysweep-central`;
  const bucket = `keysweep-${accountId}-${config.region}`;
  const { keyId, publicKey } = organization.createSigningKey({ accountId });
  organization.createBucket({ name: bucket, accountId });
  organization.putParameter({ accountId, name: '/keysweep/state', value: 'enabled' });
  const deployed = accounts.filter(({ agent }) => agent === 'deployed');
  for (const { id } of deployed)
    await organization.deployFunction({
      accountId: id,
      functionName: 'keysweep-revoker',
      code: { bundlePath: files.revoker },
      handler: 'revoker.handler',
      roleName: 'keysweep-revoker',
      timeoutSeconds: FUNCTION_TIMEOUT_SECONDS,
      invokableBy: [centralRole],
      environment: agentEnvironment(config, { organizationId: organization.id, publicKey }),
    });
  const connected = connectCentre({
    connection: {
      region: config.region,
      endpoint: server.url,
      credentials: organization.credentials({ roleArn: centralRole }),
    },
    bucket,
    signingKeyId: keyId,
    forcePathStyle: true,
    clock: systemClock,
    identity: { holder: processHolder(), bundleHash: 'cli' },
    isHolderAtWork: isProcessAtWork,
  });
  // The agents were put there one by one: a StackSet would say the same of them.
  const instances = known(new Map(deployed.map(({ id }) => [id, 'CURRENT'])));
  const centre: Centre = { ...connected, stackInstances: { read: async () => instances } };
  return {
    organization,
    centre,
    accounts: accounts.length,
    agents: deployed.length,
    close: () => organization.close(),
  };
}

function agentEnvironment(
  config: Config,
  centre: { readonly organizationId: string; readonly publicKey: string },
): Record<string, string> {
  return {
    KEYSWEEP_ORGANIZATION_ID: centre.organizationId,
    KEYSWEEP_ORDER_VERIFICATION_KEY: centre.publicKey,
    KEYSWEEP_CEILING_ACTION: config.ceilings.action,
    KEYSWEEP_CEILING_REVOCATIONS: String(config.ceilings.revocations),
    KEYSWEEP_TEMPLATE_VERSION: '1',
  };
}
