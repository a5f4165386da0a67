import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as templates from '../../../../stacksets/src/index.ts';
import { loadTemplates } from '../synth/templates.ts';
import { exampleOrganization } from '../synth/testing/example-organization.ts';
import { synth } from './synth.ts';

const example = fileURLToPath(new URL('../../../../examples/keysweep.yaml', import.meta.url));
const golden = fileURLToPath(new URL('../synth/assignments.golden.json', import.meta.url));
const bundles = { revoker: 'the revoker', aggregator: 'the aggregator', standalone: 'the standalone' };
const quiet = { data: () => undefined, say: () => undefined, width: 80, colour: false, redraw: null, ask: null };

let folder: string;
let organization: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keysweep-synth-'));
  organization = join(folder, 'organization.json');
  await writeFile(organization, JSON.stringify(await exampleOrganization()));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function run(config: string, name = 'out', changed: Partial<typeof bundles> = {}): Promise<string> {
  const out = join(folder, name);
  const sources = { templates: () => templates, bundles: async () => ({ ...bundles, ...changed }) };
  expect(await synth({ config, organization, out }, quiet, sources)).toBe(0);
  return out;
}

async function changed(from: string, to: string): Promise<string> {
  const path = join(folder, 'keysweep.yaml');
  const text = await readFile(example, 'utf8');
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
  return path;
}

async function jsonAt(out: string, name: string) {
  return JSON.parse(await readFile(join(out, name), 'utf8'));
}

describe('synth', () => {
  it('gives the StackSet the member template as it is written, and the parameters that are known', async () => {
    const out = await run(example);
    const { TemplateBody, StackInstancesGroup } = (await jsonAt(out, 'rollout.template.json')).Resources.Members
      .Properties;
    expect(StackInstancesGroup[0].DeploymentTargets.OrganizationalUnitIds).toEqual(['r-ab12']);
    expect(TemplateBody).toBe(await readFile(join(out, 'member.template.json'), 'utf8'));
    expect(await jsonAt(out, 'parameters.json')).toContainEqual({
      ParameterKey: 'CeilingRevocations',
      ParameterValue: '400',
    });
  });

  it('says who falls under which policy in the example, and by what rule', async () => {
    await expect(await readFile(join(await run(example), 'assignments.json'), 'utf8')).toMatchFileSnapshot(golden);
  });

  it('deploys to the OUs that deployTo names, by their ids', async () => {
    const config = await changed(
      'deployTo: [/]',
      'deployTo: [/Workloads/, /Security, /Sandbox, /Acquired, /Suspended]',
    );
    const { StackInstancesGroup } = (await jsonAt(await run(config), 'rollout.template.json')).Resources.Members
      .Properties;
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

describe('the folder', () => {
  it('is replaced as a whole, wherever a link to it leads', async () => {
    await mkdir(join(folder, 'real', 'cdk.out'), { recursive: true });
    await writeFile(join(folder, 'real', 'cdk.out', 'asset.of-last-year.zip'), '');
    await symlink('real', join(folder, 'link'));
    const out = await run(example, 'link');
    expect(await readdir(join(folder, 'real', 'cdk.out'))).toContain('keysweep-central.template.json');
    expect(await readdir(join(out, 'cdk.out'))).not.toContain('asset.of-last-year.zip');
    expect((await readdir(folder)).sort()).toEqual(['link', 'organization.json', 'real']);
  });

  it('is made with the folders above it', async () => {
    expect(await readdir(await run(example, 'new/of/mine'))).toContain('cdk.out');
    expect(await readdir(join(folder, 'new'))).toEqual(['of']);
  });

  it('is left alone when it holds anything else', async () => {
    await mkdir(join(folder, 'out'));
    for (const name of ['thesis.docx', 'assignments.json', 'another'])
      await writeFile(join(folder, 'out', name), 'mine');
    await expect(run(example)).rejects.toThrow(/out holds another and 1 more, which synth did not write/);
    expect(await readFile(join(folder, 'out', 'assignments.json'), 'utf8')).toBe('mine');
    expect(await readdir(join(folder, 'out'))).toHaveLength(3);
  });

  it('cannot be a file, nor be below one', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(run(example, 'file')).rejects.toThrow(/file cannot be written to/);
    await expect(run(example, 'file/out')).rejects.toThrow(/file\/out cannot be written to/);
  });
});

describe('mistakes that only synth can see', () => {
  it('a template over its limit; what was there stays, and nothing lies beside it', async () => {
    await run(example);
    const before = await readFile(join(folder, 'out', 'rollout.template.json'), 'utf8');
    await expect(run(example, 'new/out', { revoker: 'x'.repeat(51_200) })).rejects.toThrow('bytes of 51200');
    await expect(run(example, 'out', { revoker: 'x'.repeat(51_200) })).rejects.toMatchObject({
      message: expect.stringMatching(/bytes of 51200/),
      hint: expect.stringContaining('minify'),
    });
    expect(await readFile(join(folder, 'out', 'rollout.template.json'), 'utf8')).toBe(before);
    expect((await readdir(folder)).sort()).toEqual(['organization.json', 'out']);
  });

  it('more policies than a stack can hold schedules for', async () => {
    const names = Array.from({ length: 490 }, (_, each) => `p${each}`);
    const snapshot = await exampleOrganization();
    const units = names.map((name, each) => ({
      id: `ou-ab12-9${String(each).padStart(7, '0')}`,
      name,
      parentId: snapshot.rootId,
    }));
    await writeFile(
      organization,
      JSON.stringify({ ...snapshot, organizationalUnits: [...snapshot.organizationalUnits, ...units] }),
    );
    const config = join(folder, 'many.yaml');
    const policies = Object.fromEntries(names.map((name) => [name, { groups: ['A'] }]));
    const assignments = Object.fromEntries([['/', 'p0'], ...names.map((name) => [`/${name}`, name])]);
    await writeFile(config, JSON.stringify({ version: 1, region: 'us-east-1', policies, assignments }));
    await expect(run(config)).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringMatching(/the central template is over its limit: .*keysweep-central.* 500$/),
    });
  });

  it('no templates, or no CDK', async () => {
    expect(() => loadTemplates([join(folder, 'nothing.cjs')])).toThrow('templates package, which is not built');
    const built = join(folder, 'stacksets.cjs');
    // The CDK may be found from any folder above; what this asks for is not.
    await writeFile(built, "require('./aws-cdk-lib')");
    expect(() => loadTemplates([join(folder, 'nothing.cjs'), built])).toThrow('aws-cdk-lib, which is not installed');
  });
});
