import * as client from '@aws-sdk/client-iam';
import { serviceModel } from '../../wire/service-model.ts';
import { service } from '../operation.ts';
import { ACCESS_KEY_OPERATIONS } from './access-keys.ts';
import { ACCOUNT_SUMMARY_OPERATIONS } from './account-summary.ts';
import { AUTHORIZATION_DETAILS_OPERATIONS } from './authorization-details.ts';
import { CREDENTIAL_REPORT_OPERATIONS } from './credential-report.ts';
import { GROUP_OPERATIONS } from './groups.ts';
import { SERVICE_SPECIFIC_CREDENTIAL_OPERATIONS } from './service-specific-credentials.ts';
import { USER_OPERATIONS } from './users.ts';

const identity = {
  name: 'iam',
  protocol: 'awsQuery',
  xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
} as const;

/** AWS Identity and Access Management. */
export const IAM = service(serviceModel(identity, client), [
  ...ACCESS_KEY_OPERATIONS,
  ...ACCOUNT_SUMMARY_OPERATIONS,
  ...AUTHORIZATION_DETAILS_OPERATIONS,
  ...CREDENTIAL_REPORT_OPERATIONS,
  ...GROUP_OPERATIONS,
  ...SERVICE_SPECIFIC_CREDENTIAL_OPERATIONS,
  ...USER_OPERATIONS,
]);
