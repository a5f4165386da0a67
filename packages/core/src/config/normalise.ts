import type { Policy } from '../policy.ts';
import type { Config } from './config.ts';
import type { WrittenConfig, WrittenPolicy } from './config-schema.ts';
import { DEFAULTS } from './defaults.ts';
import type { MergedPolicy } from './extends.ts';

/** Fills in what a document without problems left out. Lists keep their order, policies and assignments are ordered by name. */
export function normalise(written: WrittenConfig, merged: readonly MergedPolicy[]): Config {
  const { central = {}, summary = {}, ceilings = {} } = written;
  const byName = [...merged].sort((left, right) => (left.name < right.name ? -1 : 1));
  return {
    version: 1,
    region: written.region,
    central: {
      delegatedAdministrator: central.delegatedAdministrator ?? DEFAULTS.central.delegatedAdministrator,
      retainEvidenceDays: central.retainEvidenceDays ?? DEFAULTS.central.retainEvidenceDays,
      objectLock: central.objectLock ?? DEFAULTS.central.objectLock,
      encryptionKey: central.encryptionKey ?? DEFAULTS.central.encryptionKey,
    },
    policies: Object.fromEntries(byName.map((policy) => [policy.name, normalisePolicy(policy.name, policy.written)])),
    maximumRevocationsOrganization: written.maximumRevocationsOrganization ?? DEFAULTS.maximumRevocationsOrganization,
    ceilings: {
      action: ceilings.action ?? DEFAULTS.ceilings.action,
      revocations: ceilings.revocations ?? DEFAULTS.ceilings.revocations,
    },
    assignments: Object.entries(written.assignments)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([target, policy]) => ({ target, policy: orNull(policy) })),
    excludeAccounts: written.excludeAccounts ?? [],
    managementAccount: orNull(written.managementAccount ?? DEFAULTS.managementAccount),
    deployTo: written.deployTo ?? DEFAULTS.deployTo,
    summary: {
      schedule: summary.schedule ?? DEFAULTS.summary.schedule,
      timezone: summary.timezone ?? DEFAULTS.summary.timezone,
      notify: summary.notify ?? [],
    },
  };
}

function normalisePolicy(name: string, written: WrittenPolicy): Policy {
  const defaults = DEFAULTS.policy;
  const action = written.action ?? defaults.action;
  const { groups: exemptGroups = [], users: exemptUsers = [] } = written.exempt ?? {};
  return {
    name,
    schedule: written.schedule ?? defaults.schedule,
    rules: {
      // Present: a policy without groups of its own or inherited ones was refused.
      groups: written.groups as readonly string[],
      action,
      // A delay that was inherited means nothing under an action that deletes nothing.
      deleteAfterInactiveDays:
        action === 'delete' ? (written.deleteAfterInactiveDays ?? defaults.deleteAfterInactiveDays) : 0,
      minimumKeyAgeDays: written.minimumKeyAgeDays ?? defaults.minimumKeyAgeDays,
      exempt: {
        groups: exemptGroups.map((group) =>
          typeof group === 'string'
            ? { name: group, optional: false }
            : { name: group.name, optional: group.optional ?? false },
        ),
        users: exemptUsers.map(({ name: user, reason, owner }) => ({ name: user, reason, owner: owner ?? null })),
      },
      requireConsoleAccess: written.requireConsoleAccess ?? defaults.requireConsoleAccess,
      maximumRevocations: written.maximumRevocations ?? defaults.maximumRevocations,
      timezone: written.timezone ?? defaults.timezone,
    },
  };
}

function orNull(policy: string): string | null {
  return policy === 'none' ? null : policy;
}
