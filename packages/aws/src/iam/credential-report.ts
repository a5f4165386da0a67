import { GenerateCredentialReportCommand, GetCredentialReportCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { CredentialReport, Failure, Reading } from '@keysweep/core';
import { known, unknown } from '@keysweep/core';
import { parseCredentialReport } from './credential-report-csv.ts';
import { failureOf, malformed } from './failure.ts';
import { pauseFor } from './system-clock.ts';

/** How long to wait for AWS to make a report. */
export interface CredentialReportOptions {
  /** How often AWS is asked whether the report is ready; default 16. */
  readonly reportPolls?: number;
  /** The longest pause between two questions in milliseconds; default 2,000. They begin with 500: most reports are small. */
  readonly reportPauseMs?: number;
  /** Waits the given milliseconds. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

const DEFAULT_POLLS = 16;
const FIRST_PAUSE_MS = 500;
const DEFAULT_PAUSE_MS = 2_000;

/** The answers that mean "not yet": https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetCredentialReport.html */
const NOT_YET = new Set([
  'ReportInProgress',
  'ReportNotPresent',
  'ReportExpired',
  'CredentialReportNotReadyException',
  'CredentialReportNotPresentException',
  'CredentialReportExpiredException',
]);

type Step<T> =
  | { readonly state: 'done'; readonly value: T }
  | { readonly state: 'not-yet' }
  | { readonly state: 'failed'; readonly failure: Failure };

/**
 * Has AWS make the report, or takes the one it has (up to four hours old), and reads it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export async function readCredentialReport(
  client: IAMClient,
  options: CredentialReportOptions,
): Promise<Reading<CredentialReport>> {
  const sleep = options.sleep ?? pauseFor;
  const polls = options.reportPolls ?? DEFAULT_POLLS;
  for (let poll = 1; poll <= polls; poll += 1) {
    const generated = await generate(client);
    const step = generated.state === 'done' ? await fetchReport(client) : generated;
    if (step.state === 'done') return known(step.value);
    if (step.state === 'failed') return unknown(step.failure);
    if (poll < polls)
      await sleep(Math.min(FIRST_PAUSE_MS * 2 ** (poll - 1), options.reportPauseMs ?? DEFAULT_PAUSE_MS));
  }
  const message = `no credential report after ${String(polls)} questions`;
  return unknown({ kind: 'timeout', operation: 'iam:GetCredentialReport', code: 'ReportInProgress', message });
}

async function generate(client: IAMClient): Promise<Step<null>> {
  try {
    const { State } = await client.send(new GenerateCredentialReportCommand({}));
    return State === 'COMPLETE' ? { state: 'done', value: null } : { state: 'not-yet' };
  } catch (error) {
    return notYetOr(failureOf('iam:GenerateCredentialReport', error));
  }
}

async function fetchReport(client: IAMClient): Promise<Step<CredentialReport>> {
  const operation = 'iam:GetCredentialReport';
  try {
    const { Content, GeneratedTime } = await client.send(new GetCredentialReportCommand({}));
    const text = Content === undefined ? '' : new TextDecoder('utf-8', { fatal: true }).decode(Content);
    const rows = parseCredentialReport(text);
    if (rows === null || GeneratedTime === undefined) {
      return { state: 'failed', failure: malformed(operation, 'the credential report is not what AWS documents') };
    }
    return { state: 'done', value: { generatedAt: GeneratedTime.toISOString(), rows } };
  } catch (error) {
    return notYetOr(failureOf(operation, error));
  }
}

function notYetOr(failure: Failure): Step<never> {
  return NOT_YET.has(failure.code) ? { state: 'not-yet' } : { state: 'failed', failure };
}
