import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readOrderVerificationKey } from '@keysweep/aws';
import { KeysweepError, type Reading } from '@keysweep/core';
import { ORDER_SIGNING_ALIAS, STACK_NAMES, STACK_SET_NAME } from '@keysweep/stacksets/names';
import { stagingBucket } from '../local/bootstrap.ts';
import { OUTPUT } from '../synth/write-output.ts';
import type { Rehearsal } from './rehearsal.ts';

/**
 * Deploys what synth wrote into `folder`, in the order of docs/deploying.md: the code of the central functions, the central
 * stack, the StackSet with the key that the central stack made, and the management account's own stack. Tells each.
 */
export async function deployTemplates(
  folder: string,
  rehearsal: Rehearsal,
  tell: (line: string) => void,
): Promise<void> {
  const { organization, centralAccountId } = rehearsal;
  const template = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
  const deploy = async (stackName: string, file: string, parameters: Record<string, string> = {}): Promise<void> => {
    const deployment = { accountId: centralAccountId, stackName, template: await template(file), parameters };
    const { status, failure, resources } = await organization.deployStack(deployment);
    if (!status.endsWith('_COMPLETE') || status.startsWith('ROLLBACK'))
      throw new KeysweepError('internal', `${stackName} is ${status}: ${failure ?? 'nobody says why'}`);
    const count = resources.length === 1 ? '1 resource' : `${resources.length} resources`;
    tell(`${stackName.padEnd(20)} ${status}, ${count}`);
  };
  await publishCode(join(folder, OUTPUT.assembly), rehearsal);
  await deploy(STACK_NAMES.central, OUTPUT.central);
  const OrderVerificationKey = demand(await readOrderVerificationKey(rehearsal.asOperator(), ORDER_SIGNING_ALIAS));
  await deploy(STACK_NAMES.rollout, OUTPUT.rollout, { OrderVerificationKey });
  tell(`${' '.repeat(20)} StackSet ${STACK_SET_NAME}: ${describeInstances(rehearsal)}`);
  const written = JSON.parse(await template(OUTPUT.parameters)) as { ParameterKey: string; ParameterValue: string }[];
  const parameters = Object.fromEntries(
    written.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]),
  );
  await deploy(STACK_NAMES.management, OUTPUT.member, { ...parameters, OrderVerificationKey });
}

/** Puts the archive of the assembly where the central stack finds it, as the CDK's command line would. */
async function publishCode(assembly: string, { organization, centralAccountId }: Rehearsal): Promise<void> {
  const bucket = stagingBucket(organization, centralAccountId);
  for (const name of await readdir(assembly)) {
    const [, hash] = /^asset\.([0-9a-f]{64})\.zip$/.exec(name) ?? [];
    if (hash !== undefined)
      organization.putObject({ bucket, key: `${hash}.zip`, body: await readFile(join(assembly, name)) });
  }
}

function describeInstances({ organization }: Rehearsal): string {
  const instances = organization.stackInstances(STACK_SET_NAME);
  const current = instances.filter(({ status }) => status === 'CURRENT').length;
  const others = instances.filter(({ status }) => status !== 'CURRENT');
  const named = others.map(({ accountId, detailedStatus }) => `${accountId} ${detailedStatus}`);
  return [`${current} of ${instances.length} accounts`, ...named].join('; ');
}

function demand(reading: Reading<string>): string {
  if (reading.state === 'known') return reading.value;
  throw new KeysweepError('internal', `the order verification key is ${reading.state}`);
}
