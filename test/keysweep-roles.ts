import type { LocalOrganization, PolicyDocument } from '@keysweep/local-organization';
import { CENTRAL_TRUST, centralStatements } from '../stacksets/src/central-permissions.ts';
import { EVIDENCE_RULES } from '../stacksets/src/evidence-permissions.ts';
import { writeLogs } from '../stacksets/src/log-permissions.ts';
import {
  AUDIT_ROLE_NAME,
  CENTRAL_ROLE_NAME,
  OPERATOR_ROLE_NAME,
  REVOKER_NAME,
  SCHEDULER_ROLE_NAME,
  STANDALONE_NAME,
  STATES_ROLE_NAME,
  TOPIC_NAME,
} from '../stacksets/src/names.ts';
import { NOTIFICATION_KEY_RULES, NOTIFICATION_RULES } from '../stacksets/src/notification-permissions.ts';
import { OPERATOR_TRUST, operatorStatements } from '../stacksets/src/operator-permissions.ts';
import { ORDER_SIGNING_RULES } from '../stacksets/src/order-signing-permissions.ts';
import { AUDIT_STATEMENTS, AUDIT_TRUST, REVOKER_TRUST, revokerStatements } from '../stacksets/src/permissions.ts';
import { SCHEDULER_STATEMENTS, SCHEDULER_TRUST } from '../stacksets/src/scheduler-permissions.ts';
import { standaloneStatements } from '../stacksets/src/standalone-permissions.ts';
import { STATES_TRUST, statesStatements } from '../stacksets/src/states-permissions.ts';
import {
  policyDocument,
  type PermissionStatement,
  type ResourceStatement,
  type TrustStatement,
} from '../stacksets/src/statements.ts';
import { fillIn } from './fill-in.ts';

/** What the centre keeps and signs with. */
export interface CentralResources {
  readonly bucket: string;
  readonly signingKeyId: string;
  /** Base64 of the DER SubjectPublicKeyInfo. */
  readonly publicKey: string;
  readonly topicArn: string;
}

interface Role {
  readonly accountId: string;
  readonly roleName: string;
  readonly trust: TrustStatement;
  readonly statements: readonly PermissionStatement[];
}

/** Names that statements refer to, and what they are in an account. */
type Known = Readonly<Record<string, string>>;

/**
 * Puts the centre into the management account, without a function yet: bucket, signing key, topic and roles, under the statements of
 * the central template.
 */
export function putCentre(organization: LocalOrganization): CentralResources {
  const { id, managementAccountId: accountId, region } = organization;
  const bucket = `keysweep-${accountId}-${region}`;
  const here = { ...placeOf(organization, accountId), 'Evidence.Arn': `arn:aws:s3:::${bucket}` };
  organization.createBucket({ name: bucket, accountId, policy: documentOf(EVIDENCE_RULES, here) });
  const { keyId, publicKey } = organization.createSigningKey({
    accountId,
    policy: documentOf(ORDER_SIGNING_RULES, here),
  });
  const topicArn = `arn:aws:sns:${region}:${accountId}:${TOPIC_NAME}`;
  const { keyArn } = organization.createTopic({
    accountId,
    name: TOPIC_NAME,
    policy: documentOf(NOTIFICATION_RULES, { ...here, Notifications: topicArn }),
    keyPolicy: documentOf(NOTIFICATION_KEY_RULES, here),
  });
  const known = {
    ...here,
    'OrderSigningKey.Arn': `arn:aws:kms:${region}:${accountId}:key/${keyId}`,
    Notifications: topicArn,
    'NotificationKey.Arn': keyArn ?? '',
  };
  const setting = { organization: { id, managementAccountId: accountId }, delegated: false, encryptionKey: null };
  const put = (roleName: string, trust: TrustStatement, statements: readonly PermissionStatement[]) =>
    putRole(organization, { accountId, roleName, trust, statements }, known);
  put(CENTRAL_ROLE_NAME, CENTRAL_TRUST, [...centralStatements(setting), writeLogs(LOGS)]);
  put(STATES_ROLE_NAME, STATES_TRUST, statesStatements(setting));
  put(OPERATOR_ROLE_NAME, OPERATOR_TRUST, operatorStatements(setting));
  put(SCHEDULER_ROLE_NAME, SCHEDULER_TRUST, SCHEDULER_STATEMENTS);
  return { bucket, signingKeyId: keyId, publicKey, topicArn };
}

/** Puts the two roles of the member template into an account. */
export function putMemberRoles(organization: LocalOrganization, accountId: string): void {
  const known = {
    ...placeOf(organization, accountId),
    CentralAccountId: organization.managementAccountId,
    OrganizationId: organization.id,
  };
  const revoker = { accountId, roleName: REVOKER_NAME, trust: REVOKER_TRUST, statements: revokerStatements(LOGS) };
  putRole(organization, revoker, known);
  const audit = { accountId, roleName: AUDIT_ROLE_NAME, trust: AUDIT_TRUST, statements: AUDIT_STATEMENTS };
  putRole(organization, audit, known);
}

/** Puts the role of the standalone template, and its bucket, into an account. */
export function putStandalone(organization: LocalOrganization, accountId: string, bucket: string): void {
  const known = { ...placeOf(organization, accountId), 'Evidence.Arn': `arn:aws:s3:::${bucket}` };
  organization.createBucket({ name: bucket, accountId, policy: documentOf(EVIDENCE_RULES, known) });
  const statements = standaloneStatements(LOGS);
  putRole(organization, { accountId, roleName: STANDALONE_NAME, trust: REVOKER_TRUST, statements }, known);
}

/** Functions write their logs without asking the local organization. */
const LOGS = 'arn:aws:logs:us-east-1:000000000000:log-group:made-up:*';

function placeOf({ region }: LocalOrganization, accountId: string): Known {
  return { 'AWS::Partition': 'aws', 'AWS::Region': region, 'AWS::AccountId': accountId };
}

function putRole(
  organization: LocalOrganization,
  { accountId, roleName, trust, statements }: Role,
  known: Known,
): void {
  organization.putRole({
    accountId,
    roleName,
    trustPolicy: documentOf([trust], known),
    policies: [documentOf(statements, known)],
  });
}

function documentOf(
  statements: readonly (PermissionStatement | ResourceStatement | TrustStatement)[],
  known: Known,
): PolicyDocument {
  return fillIn(policyDocument(statements), known) as PolicyDocument;
}
