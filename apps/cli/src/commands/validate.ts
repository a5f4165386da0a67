import { formatFileProblem } from '../config-file/file-problem.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { fitToOrganization, loadConfig, loadOrganizationSnapshot } from '../load-config.ts';
import type { Terminal } from '../terminal.ts';

/** What is to be checked. */
export interface ValidateOptions {
  readonly config: string;
  /** A snapshot of the organization; without it the OUs of the configuration are not looked up. */
  readonly organization?: string;
}

/** Checks a configuration, and that it fits an organization. Warnings are said and do not fail. */
export async function validate({ config, organization }: ValidateOptions, { say }: Terminal): Promise<number> {
  const file = await loadConfig(config);
  const snapshot = organization === undefined ? null : await loadOrganizationSnapshot(organization);
  const warnings = snapshot === null ? file.warnings : [...file.warnings, ...fitToOrganization(file, snapshot)];
  for (const warning of warnings) say(`warning  ${formatFileProblem(warning)}`);
  const policies = Object.keys(file.config.policies).length;
  const checked = snapshot === null ? 'not held against an organization' : `fits ${snapshot.id}`;
  say(`${config} is valid: ${policies} policies; ${checked}. Configuration ${file.configHash.slice(0, 12)}.`);
  if (snapshot === null) say(`Next: keysweep validate -c ${config} --organization organization.json`);
  return EXIT_CODES.ok;
}
