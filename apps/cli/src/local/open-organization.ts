import { fileURLToPath } from 'node:url';
import { nextDue, parseSchedule } from '@keysweep/core';
import { LocalOrganization } from '@keysweep/local-organization';
import { bootstrap } from './bootstrap.ts';

const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Opens a described organization in which the synthesized templates can be deployed: its accounts are bootstrapped for the
 * CDK, schedules are read, and functions find their runtime beside the built CLI.
 */
export async function openOrganization(path: string): Promise<LocalOrganization> {
  const organization = await LocalOrganization.fromFile(path, {
    nextScheduledTime,
    runtimeModules: beside('./lambda-runtime/node_modules'),
    lambdaBootstrapPath: beside('./lambda-runtime/bootstrap.mjs'),
  });
  for (const { id } of organization.accounts()) bootstrap(organization, id);
  return organization;
}

function nextScheduledTime(expression: string, timezone: string, after: Date): Date | null {
  const parsed = parseSchedule(expression, timezone);
  return parsed.ok ? nextDue(parsed.schedule, after) : null;
}
