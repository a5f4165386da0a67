import { fileURLToPath } from 'node:url';
import { nextScheduledTime } from '@keysweep/core';
import { LocalOrganization, type LocalOrganizationOptions } from '@keysweep/local-organization';
import { bootstrap } from './bootstrap.ts';

const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Opens a described organization as a platform team finds its own: accounts and people, bootstrapped for the CDK, and nothing of
 * keysweep yet, so that the synthesized templates can be deployed. Functions find their runtime beside the built CLI. In real
 * time, unless told otherwise.
 */
export async function openOrganization(
  path: string,
  time: Pick<LocalOrganizationOptions, 'now' | 'clock'> = {},
): Promise<LocalOrganization> {
  const organization = await LocalOrganization.fromFile(path, {
    ...time,
    nextScheduledTime,
    runtimeModules: beside('./lambda-runtime/node_modules'),
    lambdaBootstrapPath: beside('./lambda-runtime/bootstrap.mjs'),
  });
  for (const { id } of organization.accounts()) bootstrap(organization, id);
  return organization;
}
