import { parseConfig, type Config } from '@keysweep/core';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CentralStack } from '../central-stack.ts';

/** The organization of the examples. */
export const ORGANIZATION = { id: 'o-a1b2c3d4e5', managementAccountId: '111122223333' };

/** A configuration of two policies in use and one that is not, with what is said otherwise. */
export function exampleConfig(settings: object = {}): Config {
  const parsed = parseConfig({
    version: 1,
    region: 'eu-west-1',
    policies: {
      weekly: { groups: ['Developers'], action: 'deactivate', timezone: 'Europe/London' },
      'pro-d': { extends: 'weekly', schedule: 'cron(0 3 ? * SUN *)' },
      spare: { groups: ['Nobody'] },
    },
    assignments: { '/': 'weekly', '/Suspended': 'none' },
    managementAccount: 'pro-d',
    ceilings: { action: 'deactivate', revocations: 150 },
    summary: { notify: ['zoe@example.com', 'amy@example.com'] },
    ...settings,
  });
  if (!parsed.ok) throw new TypeError(JSON.stringify(parsed.problems));
  return parsed.config;
}

/** The template of a central stack of that configuration. */
export function centralTemplate(config: Config = exampleConfig()): Template {
  const props = { config, organization: ORGANIZATION, aggregatorBundle: 'the bundle', resolvedConfig: '{}' };
  return Template.fromStack(new CentralStack(new App(), 'Central', props));
}
