/** The part of the adapters that a member account's revoker is bundled with: IAM, and nothing but IAM. */
export type { Connection } from '../connection.ts';
export { accessKeyWriter } from './access-key-writer.ts';
export type { CredentialReportOptions } from './credential-report.ts';
export { failureOf } from './failure.ts';
export { createIamClient } from './iam-client.ts';
export { iamReader } from './iam-reader.ts';
export { pace } from './pace.ts';
export { systemClock } from './system-clock.ts';
