import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { synthesizeAssembly, type Assembly, type AssemblyProps } from './assembly.ts';
import { exampleConfig, ORGANIZATION } from './testing/example.ts';

const props: AssemblyProps = {
  config: exampleConfig(),
  organization: ORGANIZATION,
  targets: ['r-ab12'],
  bundles: { revoker: 'the revoker', aggregator: 'the aggregator', standalone: 'the standalone' },
  resolvedConfig: '{"groups":["Developers"]}\n',
};

let folder: string;
let assembly: Assembly;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keysweep-assembly-'));
  assembly = synthesizeAssembly(props, join(folder, 'first'));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

function contents(name: string): Record<string, string> {
  const files = readdirSync(join(folder, name)).sort();
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, name, file), 'base64')]));
}

interface Manifest {
  readonly artifacts: Record<string, { readonly type: string; readonly environment?: string }>;
}

interface AssetManifest {
  readonly files: Record<string, { readonly destinations: Record<string, { readonly objectKey: string }> }>;
}

describe('the assembly', () => {
  test('has three stacks, each for its own account', () => {
    const stacks = (name: string): unknown[] => {
      const { artifacts }: Manifest = JSON.parse(readFileSync(join(folder, name, 'manifest.json'), 'utf8'));
      const all = Object.entries(artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
      return all.map(([id, { environment }]) => [id, environment]);
    };
    const management = ['keysweep-management', 'aws://111122223333/eu-west-1'];
    expect(stacks('first')).toEqual([
      management,
      ['keysweep-central', 'aws://111122223333/eu-west-1'],
      ['keysweep-rollout', 'aws://111122223333/eu-west-1'],
    ]);
    const config = exampleConfig({ central: { delegatedAdministrator: '444455556666' } });
    synthesizeAssembly({ ...props, config }, join(folder, 'delegated'));
    expect(stacks('delegated')).toEqual([
      management,
      ['keysweep-central', 'aws://444455556666/eu-west-1'],
      ['keysweep-rollout', 'aws://444455556666/eu-west-1'],
    ]);
  });

  test('holds the templates it gives back, byte by byte', () => {
    const files = contents('first');
    const bytes = (text: string) => Buffer.from(text).toString('base64');
    expect(files['keysweep-central.template.json']).toBe(bytes(assembly.central));
    expect(files['keysweep-rollout.template.json']).toBe(bytes(assembly.rollout));
    expect(files['keysweep-management.template.json']).toBe(bytes(assembly.member));
    expect(JSON.parse(assembly.rollout).Resources.Members.Properties.TemplateBody).toBe(assembly.member);
    expect(assembly.standalone).toContain('the standalone');
  });

  test('carries bundle and configuration in one archive that is named by what it holds', () => {
    const archive = readFileSync(assembly.asset.path);
    expect(createHash('sha256').update(archive).digest('hex')).toBe(assembly.asset.hash);
    const text = new TextDecoder();
    const files = Object.entries(unzipSync(archive)).map(([name, bytes]) => [name, text.decode(bytes)]);
    expect(Object.fromEntries(files)).toEqual({
      'index.js': 'the aggregator',
      'keysweep.json': '{"groups":["Developers"]}\n',
    });
    const assets: AssetManifest = JSON.parse(
      readFileSync(join(folder, 'first', 'keysweep-central.assets.json'), 'utf8'),
    );
    const destinations = Object.values(assets.files[assembly.asset.hash]?.destinations ?? {});
    expect(destinations.map(({ objectKey }) => objectKey)).toEqual([`${assembly.asset.hash}.zip`]);
    expect(assembly.central).toContain(`"S3Key":"${assembly.asset.hash}.zip"`);
  });

  test('is the same bytes for the same input, in whatever folder, time zone and year, over what lay there', () => {
    writeFileSync(join(folder, 'first', 'left-over.json'), '{}');
    vi.stubEnv('TZ', 'Pacific/Kiritimati');
    vi.stubEnv('CDK_CONTEXT_JSON', JSON.stringify({ 'aws:cdk:enable-path-metadata': true }));
    vi.useFakeTimers({ now: new Date('2031-07-01T00:00:00Z'), toFake: ['Date'] });
    const second = synthesizeAssembly(props, join(folder, 'elsewhere', 'second'));
    const again = synthesizeAssembly(props, join(folder, 'first'));
    vi.useRealTimers();
    expect(contents('first')).not.toHaveProperty('left-over.json');
    expect(contents('elsewhere/second')).toEqual(contents('first'));
    expect({ ...second, asset: second.asset.hash }).toEqual({ ...again, asset: again.asset.hash });
  });

  test('says nothing of the machine it was made on', () => {
    for (const [file, bytes] of Object.entries(contents('first')))
      expect(Buffer.from(bytes, 'base64').toString('latin1'), file).not.toMatch(/\.ts:\d|node_modules|\/tmp\//);
  });

  test('changes in the central code alone where the configuration changes', () => {
    const changed = synthesizeAssembly({ ...props, resolvedConfig: '{}\n' }, join(folder, 'changed'));
    expect(changed.asset.hash).not.toBe(assembly.asset.hash);
    expect(changed.central.replaceAll(changed.asset.hash, assembly.asset.hash)).toBe(assembly.central);
    expect([changed.member, changed.rollout]).toEqual([assembly.member, assembly.rollout]);
  });
});
