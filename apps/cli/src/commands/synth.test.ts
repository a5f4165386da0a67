import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as templates from '../../../../stacksets/src/index.ts';
import { loadTemplates } from '../synth/templates.ts';
import { exampleOrganization } from '../synth/testing/example-organization.ts';
import { synth } from './synth.ts';

const example = fileURLToPath(new URL('../../../../examples/keysweep.yaml', import.meta.url));
const sources = { templates: () => templates, revokerBundle: async () => 'the bundle' };
const golden = fileURLToPath(new URL('../synth/assignments.golden.json', import.meta.url));

let folder: string;
let organization: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keysweep-synth-'));
  organization = join(folder, 'organization.json');
  await writeFile(organization, JSON.stringify(await exampleOrganization()));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function run(config: string, name = 'out', revokerBundle = sources.revokerBundle): Promise<string> {
  const out = join(folder, name);
  const quiet = { data: () => undefined, say: () => undefined, width: 80, colour: false };
  expect(await synth({ config, organization, out }, quiet, { ...sources, revokerBundle })).toBe(0);
  return out;
}

async function changed(from: string, to: string): Promise<string> {
  const path = join(folder, 'keysweep.yaml');
  const text = await readFile(example, 'utf8');
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
  return path;
}

async function contents(out: string): Promise<Record<string, string>> {
  const names = (await readdir(out)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(out, name), 'utf8')] as const)),
  );
}

describe('synth', () => {
  it('writes four files, the same bytes every time', async () => {
    const first = await contents(await run(example, 'first'));
    expect(Object.keys(first)).toEqual([
      'assignments.json',
      'member.template.json',
      'parameters.json',
      'rollout.template.json',
    ]);
    expect(await contents(await run(example, 'second'))).toEqual(first);
    const { StackInstancesGroup, TemplateBody } = JSON.parse(first['rollout.template.json']!).Resources.Members
      .Properties;
    expect(StackInstancesGroup[0].DeploymentTargets.OrganizationalUnitIds).toEqual(['r-ab12']);
    expect(TemplateBody).toBe(first['member.template.json']);
    expect(JSON.parse(first['parameters.json']!)).toContainEqual({
      ParameterKey: 'CeilingRevocations',
      ParameterValue: '400',
    });
  });

  it('says who falls under which policy in the example, and by what rule', async () => {
    await expect((await contents(await run(example)))['assignments.json']).toMatchFileSnapshot(golden);
  });

  it('touches no template when a policy gets another group', async () => {
    const before = await contents(await run(example, 'before'));
    const config = await changed('groups: [Developers, Administrators]', 'groups: [Developers]');
    expect(await contents(await run(config, 'after'))).toEqual(before);
  });

  it('deploys to the OUs that deployTo names, by their ids', async () => {
    const config = await changed(
      'deployTo: [/]',
      'deployTo: [/Workloads/, /Security, /Sandbox, /Acquired, /Suspended]',
    );
    const { StackInstancesGroup } = JSON.parse((await contents(await run(config)))['rollout.template.json']!).Resources
      .Members.Properties;
    const ids: string[] = StackInstancesGroup.flatMap(
      (each: { DeploymentTargets: { OrganizationalUnitIds: string[] } }) =>
        each.DeploymentTargets.OrganizationalUnitIds,
    );
    const { organizationalUnits } = await exampleOrganization();
    expect(ids.map((id) => organizationalUnits.find((unit) => unit.id === id)?.name).sort()).toEqual([
      'Acquired',
      'Sandbox',
      'Security',
      'Suspended',
      'Workloads',
    ]);
  });
});

describe('mistakes', () => {
  it.each([
    ['  /Sandbox: sandbox', '  /Sandbx: sandbox', /keysweep\.yaml:\d+:\d+ {2}there is no OU \/Sandbx .*"\/Sandbox"/],
    ['deployTo: [/]', 'deployTo: [/Workloads]', /keysweep\.yaml:\d+:\d+ {2}leaves out \/.* {2}add "/],
    [
      'deployTo: [/]',
      `deployTo: [${Array.from({ length: 51 }, (_, each) => `/Unit${each}`).join(', ')}]`,
      /keysweep\.yaml:\d+:\d+ .*50/,
    ],
  ])('%s → %s', async (from, to, said) => {
    await expect(run(await changed(from, to))).rejects.toThrow(said);
    expect(await readdir(folder)).not.toContain('out');
  });

  it('refuses a template over its limit', async () => {
    await expect(run(example, 'out', async () => 'x'.repeat(51_200))).rejects.toThrow(/bytes of 51200/);
    expect(await readdir(folder)).not.toContain('out');
  });

  it('says what is missing where there are no templates, or no CDK', async () => {
    expect(() => loadTemplates(join(folder, 'nothing.cjs'))).toThrow('templates package, which is not built');
    const built = join(folder, 'stacksets.cjs');
    // The CDK may be found from any folder above; what this asks for is not.
    await writeFile(built, "require('./aws-cdk-lib')");
    expect(() => loadTemplates(built)).toThrow('aws-cdk-lib, which is not installed');
  });
});
