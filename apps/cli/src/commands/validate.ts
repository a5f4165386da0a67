import { resolvedConfig } from '../config-file/resolved-config.ts';
import { formatFileProblem } from '../config-file/file-problem.ts';
import { KeysweepError, type OrganizationSnapshot } from '@keysweep/core';
import { EXIT_CODES } from '../exit-codes.ts';
import { fitToOrganization, loadConfig } from '../load-config.ts';
import { findOrganization, type OrganizationOptions } from '../organization/find-organization.ts';
import type { Terminal } from '../terminal.ts';

/** What is to be checked. With neither snapshot nor `live` the OUs of the configuration are not looked up. */
export interface ValidateOptions extends OrganizationOptions {
  readonly config: string;
  /** Whether to read the organization from AWS: a check of a file asks nobody unless told to. */
  readonly live?: boolean;
}

/** Checks a configuration, and that it fits an organization. Warnings are said and do not fail. */
export async function validate(options: ValidateOptions, { say }: Terminal): Promise<number> {
  const { config: path } = options;
  const file = await loadConfig(path);
  const { config } = file;
  const organization = await organizationOf(options, config.region);
  const warnings = organization === null ? file.warnings : [...file.warnings, ...fitToOrganization(file, organization)];
  for (const warning of warnings) say(`warning  ${formatFileProblem(warning)}`);
  const count = Object.keys(config.policies).length;
  const policies = count === 1 ? '1 policy' : `${count} policies`;
  if (organization === null) {
    say(`${path} is valid: ${policies}; not held against an organization.`);
    say(`Next: keysweep validate -c ${path} --organization organization.json`);
  } else {
    const { configHash } = resolvedConfig(config, organization);
    say(`${path} is valid: ${policies}; fits ${organization.id}. Configuration ${configHash.slice(0, 12)}.`);
  }
  return EXIT_CODES.ok;
}

async function organizationOf(options: ValidateOptions, region: string): Promise<OrganizationSnapshot | null> {
  const { live = false, organization, profile, region: asked } = options;
  const senseless = (option: string, hint: string): KeysweepError =>
    new KeysweepError('usage', `--${option} means nothing here`, { hint });
  if (live && organization !== undefined)
    throw senseless('live', '--organization names a snapshot: take one of them out');
  if (live || organization !== undefined) return findOrganization(options, region);
  if (profile !== undefined) throw senseless('profile', 'add --live to read the organization from AWS');
  if (asked !== undefined) throw senseless('region', 'add --live to read the organization from AWS');
  return null;
}
