import type { GenerateCredentialReportResponse, GetCredentialReportResponse } from '@aws-sdk/client-iam';
import { encodeText } from '../../wire/message.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { operation } from '../operation.ts';
import type { Call } from '../operation.ts';
import { credentialReportCsv } from './credential-report-csv.ts';

/**
 * The credential report. A report is made at most every four hours.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export const CREDENTIAL_REPORT_OPERATIONS = [
  operation<object, GenerateCredentialReportResponse>('iam:GenerateCredentialReport', generateCredentialReport),
  operation<object, GetCredentialReportResponse>('iam:GetCredentialReport', getCredentialReport),
];

const REPORT_LIFETIME_MILLISECONDS = 4 * 60 * 60 * 1000;

// How long AWS takes is not documented. Here a report is ready as soon as somebody has asked again, so that a frozen
// clock does not leave a caller waiting for ever.
function generateCredentialReport(call: Call): GenerateCredentialReportResponse {
  const report = call.account.credentialReport;
  if (report.state === 'complete' && !isExpired(report.generatedAt, call.now)) return { State: 'COMPLETE' };
  if (report.state === 'in-progress') {
    call.account.credentialReport = { state: 'complete', generatedAt: report.startedAt, content: report.content };
    return { State: 'COMPLETE' };
  }
  call.account.credentialReport = {
    state: 'in-progress',
    startedAt: call.now,
    content: credentialReportCsv(call.account),
  };
  const reason = report.state === 'none' ? 'No report exists' : 'The report has expired';
  return { State: 'STARTED', Description: `${reason}. Starting a new report generation task` };
}

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetCredentialReport.html
function getCredentialReport(call: Call): GetCredentialReportResponse {
  const report = call.account.credentialReport;
  if (report.state === 'none') {
    throw new ServiceError('CredentialReportNotPresentException', 'Credential report is not present');
  }
  if (report.state === 'in-progress') {
    call.account.credentialReport = { state: 'complete', generatedAt: report.startedAt, content: report.content };
    throw new ServiceError('CredentialReportNotReadyException', 'Credential report is still being generated');
  }
  if (isExpired(report.generatedAt, call.now)) {
    throw new ServiceError('CredentialReportExpiredException', 'Credential report is expired');
  }
  return { Content: encodeText(report.content), ReportFormat: 'text/csv', GeneratedTime: report.generatedAt };
}

function isExpired(generatedAt: Date, now: Date): boolean {
  return now.getTime() - generatedAt.getTime() >= REPORT_LIFETIME_MILLISECONDS;
}
