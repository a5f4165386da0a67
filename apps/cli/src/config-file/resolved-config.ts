import { canonicalConfig, pinTargets, type Config, type OrganizationSnapshot } from '@keysweep/core';
import { sha256 } from './config-file.ts';

/** What the central stack carries: the configuration with its OUs by id, as one text, and the hash of that text. */
export interface ResolvedConfig {
  readonly text: string;
  /** SHA-256 in hex: the same that stands in every plan, report and summary. */
  readonly configHash: string;
}

/** Resolves a configuration in the organization it fits. The same meaning gives the same bytes. */
export function resolvedConfig(config: Config, snapshot: OrganizationSnapshot): ResolvedConfig {
  const text = canonicalConfig(pinTargets(config, snapshot));
  return { text, configHash: sha256(text) };
}
