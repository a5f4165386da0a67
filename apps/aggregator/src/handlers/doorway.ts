import { join } from 'node:path';
import { eventBus, executionAtWork, notifier, systemClock } from '@keysweep/aws';
import { KeysweepError } from '@keysweep/core';
import * as v from 'valibot';
import type { Centre } from '../centre.ts';
import { connectCentre } from '../connect-centre.ts';
import type { HashedConfig } from '../inventory.ts';
import type { Outlets } from '../tell/outlets.ts';
import { bundleFolder, bundleHash } from './bundle.ts';
import { readConfigFile } from './config-file.ts';
import { readEnvironment } from './environment.ts';

/** What a handler needs of the Lambda context. */
export interface LambdaContext {
  readonly invokedFunctionArn: string;
  getRemainingTimeInMillis(): number;
}

/** What a stage works with: the ports, the configuration, and the bucket that they are of. */
export interface Workplace {
  readonly centre: Centre;
  readonly hashed: HashedConfig;
  readonly bucket: string;
  readonly outlets: Outlets;
}

/** A stage behind its door: what it takes, and what it does. `log` is for its line in the log, beside the payload. */
export interface Stage<Schema extends v.GenericSchema> {
  readonly name: string;
  readonly payload: Schema;
  readonly work: (
    payload: v.InferOutput<Schema>,
    place: Workplace,
    context: LambdaContext,
  ) => Promise<{ readonly answer: object; readonly log: object }>;
}

let workplace: Workplace | undefined;

/**
 * A Lambda handler for a stage. An error carries its code as its `name` (`run-duplicate` as `RunDuplicate`), which is what
 * a state machine catches it by: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export function doorway<const Schema extends v.GenericSchema>(stage: Stage<Schema>) {
  return async (event: unknown, context: LambdaContext): Promise<object> => {
    const started = performance.now();
    const seconds = (): number => Math.round(performance.now() - started) / 1000;
    try {
      workplace ??= openWorkplace(context.invokedFunctionArn);
      const { answer, log } = await stage.work(readPayload(stage.payload, event), workplace, context);
      writeLine({ stage: stage.name, seconds: seconds(), ...log });
      return answer;
    } catch (error) {
      const named = nameByCode(error);
      const { name, message } = named instanceof Error ? named : { name: 'NotAnError', message: String(named) };
      writeLine({ stage: stage.name, seconds: seconds(), failed: name, message });
      throw named;
    }
  };
}

/** Once per function process: what its environment and its code asset say does not change. */
function openWorkplace(functionArn: string): Workplace {
  const { region, bucket, signingKeyId, stateMachineArn, topicArn } = readEnvironment(process.env);
  const hashed = readConfigFile(join(bundleFolder, 'keysweep.json'));
  const centre = connectCentre({
    connection: { region },
    bucket,
    signingKeyId,
    forcePathStyle: false,
    clock: systemClock,
    identity: { holder: functionArn, bundleHash },
    isHolderAtWork: executionAtWork({ region }, stateMachineArn),
    partition: functionArn.split(':')[1] ?? 'aws',
    isDelegated: hashed.config.central.delegatedAdministrator !== null,
  });
  const outlets = {
    notifier: notifier({ region }, { topicArn }),
    eventBus: eventBus({ region }),
    emit: writeMetrics,
    bucket,
  };
  return { centre, hashed, bucket, outlets };
}

/**
 * Past `console`, which Lambda's JSON log format wraps: a line of metrics must be one by itself.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
function writeMetrics(line: string): void {
  process.stdout.write(`${line}\n`);
}

function readPayload<const Schema extends v.GenericSchema>(schema: Schema, event: unknown): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, event);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new KeysweepError('payload-invalid', `${v.getDotPath(issue) ?? 'the payload'}: ${issue.message}`);
}

function nameByCode(error: unknown): unknown {
  if (!(error instanceof KeysweepError)) return error;
  const name = error.code.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const message = error.hint === undefined ? error.message : `${error.message}: ${error.hint}`;
  return Object.assign(error, { name, message });
}

/** One line of JSON, for CloudWatch Logs to search in. */
function writeLine(line: object): void {
  console.log(JSON.stringify({ event: 'stage', ...line }));
}
