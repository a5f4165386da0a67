import { readStack } from '@keysweep/aws';
import type { Config } from '@keysweep/core';
import { STACK_NAMES } from '@keysweep/stacksets/names';
import type { Terminal } from '../terminal.ts';
import { presentOrNull } from './failed-read.ts';
import type { Site } from './site.ts';

/**
 * Says where the management account has an agent that no policy wants any more. It is left there: it does nothing unasked, and
 * deleting a stack is not what somebody confirms who deploys.
 */
export async function sayUnwanted(
  { management, region }: Site,
  { managementAccount }: Config,
  { say }: Terminal,
): Promise<void> {
  if (managementAccount !== null || management === null) return;
  const name = STACK_NAMES.management;
  const stack = presentOrNull(await readStack(management.connection, name), `the stack ${name}`);
  if (stack === null) return;
  say(`warning  ${name} is in ${management.accountId}, which no policy sweeps any more. To take it away:`);
  say(`         aws cloudformation delete-stack --stack-name ${name} --region ${region}`);
}
