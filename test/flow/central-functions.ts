import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lambdaAgent } from '@keysweep/aws';
import { canonicalConfig, type AgentAnswer, type SignedOrder } from '@keysweep/core';
import { rollOutProbe } from '../probe-stack-set.ts';
import { MANAGEMENT, type Stage } from '../stage.ts';

const BUNDLE = fileURLToPath(new URL('../../apps/aggregator/dist/aggregator.cjs', import.meta.url));
const HANDLERS = ['inventory', 'sweep', 'gate', 'summarise'] as const;

/** The name of one of the centre's functions, without its prefix. */
export type CentralFunction = (typeof HANDLERS)[number];

/** The centre's functions, deployed from their bundle as processes of their own. */
export interface CentralFunctions {
  /** Invokes one as the state machine does; an error is `lost`, with the error's name as its code. */
  invoke(name: CentralFunction, payload: unknown): Promise<AgentAnswer>;
  /** The lines it has logged, parsed. */
  logs(name: CentralFunction): Record<string, unknown>[];
  /** The lines that metrics are made of, parsed. */
  metrics(name: CentralFunction): Record<string, unknown>[];
  close(): void;
}

export const STATE_MACHINE_ARN = `arn:aws:states:us-east-1:${MANAGEMENT}:stateMachine:keysweep-sweep`;

/** Deploys the centre's functions to a stage, and a StackSet that says an agent is everywhere. `config` is the text of `keysweep.json`; the stage's own if left out. */
export async function deployCentralFunctions(
  stage: Stage,
  config: string = canonicalConfig(stage.config),
): Promise<CentralFunctions> {
  if (!existsSync(BUNDLE)) throw new TypeError('build the aggregator first: `pnpm build`');
  await rollOutProbe(stage.organization);
  const folder = mkdtempSync(join(tmpdir(), 'keysweep-centre-'));
  const bundlePath = join(folder, 'index.js');
  copyFileSync(BUNDLE, bundlePath);
  writeFileSync(join(folder, 'keysweep.json'), config);
  for (const name of HANDLERS)
    await stage.organization.deployFunction({
      accountId: MANAGEMENT,
      functionName: `keysweep-${name}`,
      code: { bundlePath },
      handler: `index.${name}`,
      roleName: 'keysweep-central',
      environment: {
        KEYSWEEP_BUCKET: stage.bucket,
        KEYSWEEP_SIGNING_KEY_ID: stage.signingKeyId,
        KEYSWEEP_TOPIC_ARN: stage.topicArn,
        KEYSWEEP_STATE_MACHINE_ARN: STATE_MACHINE_ARN,
      },
      timeoutSeconds: 900,
    });
  const credentials = stage.organization.credentials();
  const connection = { region: 'us-east-1', requestHandler: stage.organization.requestHandler(), credentials };
  const linesOf = (name: CentralFunction, beginning: string): Record<string, unknown>[] =>
    stage.organization
      .functionLogs(MANAGEMENT, `keysweep-${name}`)
      .filter((line) => line.startsWith(beginning))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return {
    invoke: (name, payload) =>
      lambdaAgent(connection, { functionName: `keysweep-${name}` }).ask(MANAGEMENT, payload as SignedOrder),
    logs: (name) => linesOf(name, '{"event":"stage"'),
    metrics: (name) => linesOf(name, '{"_aws"'),
    close: () => rmSync(folder, { recursive: true }),
  };
}
