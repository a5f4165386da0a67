import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { resolveAssignments } from '@keysweep/core';
import { exampleOrganization } from '../synth/testing/example-organization.ts';
import { readConfigFile } from './config-file.ts';

const examples = new URL('../../../../examples/', import.meta.url);
const configPath = fileURLToPath(new URL('keysweep.yaml', examples));

describe('the example configuration', () => {
  it('begins with what makes editors check it', async () => {
    expect(await readFile(configPath, 'utf8')).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/packages\/core\/keysweep\.schema\.json\n/,
    );
  });

  it('fits the example organization, without a problem or a warning', async () => {
    const read = await readConfigFile(configPath);
    expect(read).toMatchObject({ ok: true, warnings: [] });
    const { config } = read as Extract<typeof read, { ok: true }>;
    const { accounts, problems, warnings } = resolveAssignments(config, await exampleOrganization());
    expect({ problems, warnings }).toEqual({ problems: [], warnings: [] });
    const fates = accounts.map(({ account, fate }) => [account.name, fate.kind === 'sweep' ? fate.policy : fate.kind]);
    expect(Object.fromEntries(fates)).toEqual({
      Management: 'careful',
      'Security Tooling': 'weekly',
      'Product Engineering': 'weekly',
      'Ledger Prod': 'careful',
      'Cardholder Data': 'careful',
      'Build and Release': 'weekly',
      'Mobile Dev': 'weekly',
      'Data Science': 'weekly',
      'New Joiner': 'sandbox',
      'Locked Down': 'careful',
      'Closed Last Year': 'suspended',
      'Legacy Monolith': 'careful',
      'Sandbox <b>bold</b>, "quoted"': 'sandbox',
      '<script>alert(1)</script>': 'watch',
    });
  });

  it('lets the account with 334 keys through and refuses the one with 150 under the stricter policy', async () => {
    expect(await readConfigFile(configPath)).toMatchObject({
      config: {
        policies: { weekly: { rules: { maximumRevocations: 400 } }, careful: { rules: { maximumRevocations: 100 } } },
        ceilings: { revocations: 400 },
      },
    });
  });
});
