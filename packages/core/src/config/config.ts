import * as v from 'valibot';
import type { Action, Policy } from '../policy.ts';
import { uniqueProblems, type Problem } from '../problem.ts';
import { ConfigSchema, SalvagedConfigSchema, type WrittenConfig } from './config-schema.ts';
import { namesIn } from './document.ts';
import { followExtends } from './extends.ts';
import { normalise } from './normalise.ts';
import { crossFieldProblems } from './cross-field.ts';
import { forbiddenNames, salvage } from './salvage.ts';
import { schemaProblems } from './schema-problems.ts';
import { unusedPolicies } from './unused-policies.ts';

/** The policy of an OU. `target` is as it was written: a path of names or an id. Null is `none`. */
export interface Assignment {
  readonly target: string;
  readonly policy: string | null;
}

/** The central stack. `delegatedAdministrator` null is the management account, `encryptionKey` null is S3's own key. */
export interface Central {
  readonly delegatedAdministrator: string | null;
  readonly retainEvidenceDays: number;
  readonly objectLock: boolean;
  readonly encryptionKey: string | null;
}

/** The daily summary: when, in which zone, and who is told. */
export interface SummarySettings {
  readonly schedule: string;
  readonly timezone: string;
  readonly notify: readonly string[];
}

/** A configuration without problems: `extends` followed, every default filled in. Plain JSON values throughout. */
export interface Config {
  readonly version: 1;
  readonly region: string;
  readonly central: Central;
  /** By name; names are `[a-z][a-z0-9-]{0,20}` and never a property of `Object.prototype`. */
  readonly policies: Readonly<Record<string, Policy>>;
  readonly maximumRevocationsOrganization: number;
  readonly ceilings: { readonly action: Action; readonly revocations: number };
  readonly assignments: readonly Assignment[];
  readonly excludeAccounts: readonly string[];
  /** The policy of the management account; null is `none`. */
  readonly managementAccount: string | null;
  readonly deployTo: readonly string[];
  readonly summary: SummarySettings;
}

/** A configuration and what is odd about it; or everything that is wrong with it, at once. */
export type ParsedConfig =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Checks a document (plain values, as YAML or JSON reads them) in three moves: its shape, `extends` and defaults, then
 * what its parts must agree on. Never throws; a fault in one part does not hide the faults of another.
 */
export function parseConfig(value: unknown): ParsedConfig {
  const forbidden = forbiddenNames(value);
  const shape = v.safeParse(ConfigSchema, value, { abortPipeEarly: true });
  const shapeProblems = shape.success ? [] : schemaProblems({ schema: ConfigSchema, document: value }, shape.issues);
  const salvaged = salvage(SalvagedConfigSchema, value);
  const extension = followExtends(salvaged.policies ?? {}, namesIn(value, 'policies'));
  const problems = uniqueProblems([
    ...forbidden,
    ...shapeProblems,
    ...extension.problems,
    ...crossFieldProblems({ document: value, salvaged, merged: extension.merged }),
  ]);
  if (problems.length > 0 || !shape.success) return { ok: false, problems };
  const written: WrittenConfig = shape.output;
  return { ok: true, config: normalise(written, extension.merged), warnings: unusedPolicies(written) };
}
