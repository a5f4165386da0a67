import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { canonicalConfig, KeysweepError, parseConfig } from '@keysweep/core';
import type { HashedConfig } from '../inventory.ts';

/**
 * Reads the configuration that the code asset carries, with its hash. Throws `config-invalid` for a file that is missing,
 * is no JSON, or has problems: a function of the centre that does not know its configuration does nothing.
 */
export function readConfigFile(path: string): HashedConfig {
  const parsed = parseConfig(readJson(path));
  if (!parsed.ok)
    throw new KeysweepError('config-invalid', parsed.problems.map(({ problem }) => problem).join('; '), {
      hint: 'synthesize and deploy the central stack again',
    });
  const { config } = parsed;
  return { config, configHash: createHash('sha256').update(canonicalConfig(config), 'utf8').digest('hex') };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new KeysweepError('config-invalid', 'the configuration beside the code could not be read', { cause });
  }
}
