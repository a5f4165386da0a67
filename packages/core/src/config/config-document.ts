import type { Policy } from '../policy.ts';
import type { Config } from './config.ts';
import type { WrittenConfig, WrittenPolicy } from './config-schema.ts';

/**
 * A configuration as a document again, with everything spelled out and nothing extended: `parseConfig` reads it back to
 * the same `Config`. The central stack carries this.
 */
export function configDocument(config: Config): WrittenConfig {
  const { version, region, central, ceilings, summary, maximumRevocationsOrganization } = config;
  return {
    version,
    region,
    central: { ...central },
    policies: Object.fromEntries(Object.values(config.policies).map((policy) => [policy.name, policyDocument(policy)])),
    maximumRevocationsOrganization,
    ceilings: { ...ceilings },
    assignments: Object.fromEntries(config.assignments.map(({ target, policy }) => [target, policy ?? 'none'])),
    excludeAccounts: [...config.excludeAccounts],
    managementAccount: config.managementAccount ?? 'none',
    deployTo: [...config.deployTo],
    summary: { ...summary, notify: [...summary.notify] },
  };
}

function policyDocument({ schedule, rules }: Policy): WrittenPolicy {
  return {
    ...rules,
    schedule,
    groups: [...rules.groups],
    exempt: {
      groups: rules.exempt.groups.map((group) => ({ ...group })),
      users: rules.exempt.users.map(({ name, reason, owner }) => ({
        name,
        reason,
        ...(owner === null ? {} : { owner }),
      })),
    },
  };
}

/**
 * The one text of a configuration: its document as JSON with the keys of every map in order: files that differ only in
 * order, comments or spelled-out defaults have the same hash.
 */
export function canonicalConfig(config: Config): string {
  return JSON.stringify(configDocument(config), (_key, value: unknown) => ordered(value));
}

function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}
