import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { synthesizeExample } from '../cli/example-input.ts';
import { osls } from './osls.ts';

const SERVICE = fileURLToPath(new URL('../../stacksets/serverless', import.meta.url));
const TAKES_MS = 120_000;

const folder = mkdtempSync(join(tmpdir(), 'keysweep-serverless-'));
cpSync(SERVICE, folder, { recursive: true });
const present = osls(['--version'], folder).status === 0;
if (!present)
  process.stderr.write('\nNO SERVERLESS: npx cannot bring osls here. The Serverless service is NOT tested.\n\n');

afterAll(() => rmSync(folder, { recursive: true }));

const jsonAt = (...path: string[]) => JSON.parse(readFileSync(join(folder, ...path), 'utf8'));

describe.skipIf(!present)('the Serverless service', () => {
  beforeAll(async () => void (await synthesizeExample(folder, { out: 'keysweep-templates' })), TAKES_MS);

  /** What osls packages, and the template that synth wrote. */
  function packaged(settings: Readonly<Record<string, string>> = {}) {
    let service = readFileSync(join(SERVICE, 'serverless.yml'), 'utf8');
    for (const [from, to] of Object.entries(settings)) {
      expect(service).toContain(from);
      service = service.replace(from, to);
    }
    writeFileSync(join(folder, 'serverless.yml'), service);
    const { status, output } = osls(['package'], folder);
    expect(status, output).toBe(0);
    return {
      made: jsonAt('.serverless', 'cloudformation-template-update-stack.json'),
      standalone: jsonAt('keysweep-templates', 'standalone.template.json'),
    };
  }

  it(
    'packages the standalone template, and beside it only the bucket that Serverless deploys through',
    () => {
      const { made, standalone } = packaged();
      const { ServerlessDeploymentBucket, ServerlessDeploymentBucketPolicy, ...resources } = made.Resources;
      expect(resources).toEqual(standalone.Resources);
      expect(ServerlessDeploymentBucket.Type).toBe('AWS::S3::Bucket');
      expect(ServerlessDeploymentBucketPolicy.Type).toBe('AWS::S3::BucketPolicy');
      const { Resources: _resources, Outputs: outputs, ...rest } = made;
      const { Resources: _others, Outputs: own, ...expected } = standalone;
      expect(rest).toEqual(expected);
      expect(outputs).toMatchObject(own);
    },
    TAKES_MS,
  );

  it(
    'takes groups and schedule from its custom variables',
    () => {
      const { made, standalone } = packaged({
        'groups: Developers,Administrators': 'groups: Contractors',
        'schedule: cron(55 23 ? * FRI *)': 'schedule: cron(0 6 ? * MON *)',
      });
      expect(made.Parameters).toEqual({
        ...standalone.Parameters,
        Groups: { ...standalone.Parameters.Groups, Default: 'Contractors' },
        Schedule: { ...standalone.Parameters.Schedule, Default: 'cron(0 6 ? * MON *)' },
      });
    },
    TAKES_MS,
  );

  it.each([
    ['a parameter that the template does not have', { 'TimeZone: UTC': 'Timezone: UTC' }, 'has no parameter Timezone'],
    ['a folder that synth did not write', { "'keysweep-templates'": "'elsewhere'" }, 'run keysweep synth first'],
  ])(
    'refuses %s',
    (_name, settings, said) => {
      const service = Object.entries(settings).reduce(
        (text, [from, to]) => text.replace(from, to),
        readFileSync(join(SERVICE, 'serverless.yml'), 'utf8'),
      );
      writeFileSync(join(folder, 'serverless.yml'), service);
      const { status, output } = osls(['package'], folder);
      expect(status).not.toBe(0);
      expect(output).toContain(said);
    },
    TAKES_MS,
  );
});
