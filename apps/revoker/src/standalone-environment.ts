import { createHash } from 'node:crypto';
import { ACTIONS, KeysweepError, type ApplyOrder } from '@keysweep/core';

/** What the function of an account without an organization is told by its stack. */
export interface StandaloneEnvironment {
  readonly rules: ApplyOrder['rules'];
  /** SHA-256, in hex, of the rules: a stored plan is of one configuration. */
  readonly configHash: string;
  /** The evidence bucket, in the same account. */
  readonly bucket: string;
  readonly templateVersion: string;
}

/** Reads the parameters of the stack. Throws `environment-invalid`: what could be misread is not acted on. */
export function readStandaloneEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): StandaloneEnvironment {
  const text = (name: string): string => variables[`KEYSWEEP_${name}`]?.trim() ?? '';
  /** The only one of these that it is: nothing is guessed, and nothing is a default. */
  const one = <T>(name: string, meaning: (value: string) => T | undefined): T => {
    const meant = meaning(text(name));
    if (meant !== undefined) return meant;
    throw new KeysweepError('environment-invalid', `KEYSWEEP_${name} is “${text(name)}”`);
  };
  const rules = {
    groups: one('GROUPS', (value) => (value === '' ? undefined : namesIn(value))),
    action: one('ACTION', (value) => ACTIONS.find((action) => action === value)),
    deleteAfterInactiveDays: one('DELETE_AFTER_INACTIVE_DAYS', countIn),
    minimumKeyAgeDays: one('MINIMUM_KEY_AGE_DAYS', countIn),
    exempt: {
      groups: one('EXEMPT_GROUPS', namesIn).map((name) => ({ name, optional: false })),
      users: one('EXEMPT_USERS', namesIn).map((name) => ({ name, reason: 'a parameter of the stack', owner: null })),
    },
    requireConsoleAccess: one('REQUIRE_CONSOLE_ACCESS', flagIn),
    maximumRevocations: one('MAXIMUM_REVOCATIONS', countIn),
    timezone: one('TIMEZONE', timeZoneIn),
  };
  return {
    rules,
    configHash: createHash('sha256').update(JSON.stringify(rules)).digest('hex'),
    bucket: one('BUCKET', (value) => (value === '' ? undefined : value)),
    templateVersion: text('TEMPLATE_VERSION'),
  };
}

/** Names of IAM, separated by commas; a comma at the end is no name. */
function namesIn(value: string): string[] | undefined {
  const names = value.split(',').flatMap((name) => name.trim() || []);
  return names.every((name) => /^[\w+=.@-]{1,128}$/.test(name)) ? names : undefined;
}

/** Digits alone are a number: `Number('')` is 0, and 0 days is what a missing setting must never mean. */
function countIn(value: string): number | undefined {
  return /^\d{1,6}$/.test(value) ? Number(value) : undefined;
}

function flagIn(value: string): boolean | undefined {
  return value === 'true' || (value === 'false' ? false : undefined);
}

function timeZoneIn(value: string): string | undefined {
  try {
    return value === '' ? undefined : (new Intl.DateTimeFormat('en', { timeZone: value }), value);
  } catch {
    return undefined;
  }
}
