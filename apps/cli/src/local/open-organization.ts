import { fileURLToPath } from 'node:url';
import { nextDue, parseSchedule } from '@keysweep/core';
import { LocalOrganization } from '@keysweep/local-organization';
import { bootstrap } from './bootstrap.ts';

/** What the templates make, and what must therefore not be there before. */
const ROLES_OF_TEMPLATES = ['keysweep-audit', 'keysweep-revoker', 'keysweep-central'];

const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Opens a described organization as a platform team finds its own: accounts and people, bootstrapped for the CDK, and nothing of
 * keysweep yet, so that the synthesized templates can be deployed. Functions find their runtime beside the built CLI.
 */
export async function openOrganization(path: string): Promise<LocalOrganization> {
  const organization = await LocalOrganization.fromFile(path, {
    nextScheduledTime,
    runtimeModules: beside('./lambda-runtime/node_modules'),
    lambdaBootstrapPath: beside('./lambda-runtime/bootstrap.mjs'),
  });
  for (const { id, roles } of organization.accounts()) {
    for (const name of ROLES_OF_TEMPLATES) if (roles.includes(name)) organization.deleteRole(id, name);
    bootstrap(organization, id);
  }
  return organization;
}

function nextScheduledTime(expression: string, timezone: string, after: Date): Date | null {
  const parsed = parseSchedule(expression, timezone);
  return parsed.ok ? nextDue(parsed.schedule, after) : null;
}
