import type { Account } from '../../state/account.ts';
import type { IamUser, StoredAccessKey } from '../../state/iam-entities.ts';
import { isoSeconds } from '../../wire/timestamp.ts';

const COLUMNS = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_1_last_used_region',
  'access_key_1_last_used_service',
  'access_key_2_active',
  'access_key_2_last_rotated',
  'access_key_2_last_used_date',
  'access_key_2_last_used_region',
  'access_key_2_last_used_service',
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
] as const;

const NOT_APPLICABLE = 'N/A';
const NO_KEY = ['false', NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE];
const NO_CERTIFICATES = ['false', NOT_APPLICABLE, 'false', NOT_APPLICABLE];
const SLOTS = 2;

/**
 * The report of an account as CSV: the root user first, then the users. The column `additional_credentials_info` is there
 * only if a user has more than two keys. Nothing is quoted, since no field can hold a comma but a user's name, which
 * is then quoted. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export function credentialReportCsv(account: Account): string {
  const hasMore = account.users.items.some((user) => user.accessKeys.size > SLOTS);
  const header = hasMore ? [...COLUMNS, 'additional_credentials_info'] : COLUMNS;
  const rows = [rootRow(account), ...account.users.items.map(userRow)];
  const widened = hasMore
    ? rows.map((row) => [...row, ...(row.length === COLUMNS.length ? [NOT_APPLICABLE] : [])])
    : rows;
  return [header, ...widened].map((row) => row.map(csvField).join(',')).join('\n');
}

function rootRow(account: Account): readonly string[] {
  return [
    '<root_account>',
    `arn:aws:iam::${account.id}:root`,
    isoSeconds(account.joinedAt),
    'not_supported',
    'no_information',
    'not_supported',
    'not_supported',
    'true',
    ...(account.rootAccessKeys > 0 ? rootKey(account) : NO_KEY),
    ...(account.rootAccessKeys > 1 ? rootKey(account) : NO_KEY),
    ...NO_CERTIFICATES,
  ];
}

function rootKey({ joinedAt }: Account): readonly string[] {
  return ['true', isoSeconds(joinedAt), NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE];
}

function userRow(user: IamUser): readonly string[] {
  // The slots follow the key ids, not the ages.
  const keys = user.accessKeys.items.toSorted((left, right) => (left.accessKeyId < right.accessKeyId ? -1 : 1));
  const [first, second, ...more] = keys;
  const surplus = more.length === 0 ? [] : [`${more.length} additional access keys; list them with ListAccessKeys`];
  return [
    user.userName,
    user.arn,
    isoSeconds(user.createdAt),
    ...passwordFields(user),
    String(user.mfaActive),
    ...slotFields(first),
    ...slotFields(second),
    ...NO_CERTIFICATES,
    ...surplus,
  ];
}

function passwordFields({ loginProfile }: IamUser): readonly string[] {
  if (loginProfile === null) return ['false', NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE];
  const lastUsed = loginProfile.lastUsedAt === null ? 'no_information' : isoSeconds(loginProfile.lastUsedAt);
  return ['true', lastUsed, isoSeconds(loginProfile.createdAt), NOT_APPLICABLE];
}

// An inactive key keeps the date of its rotation.
function slotFields(key: StoredAccessKey | undefined): readonly string[] {
  if (key === undefined) return NO_KEY;
  const use =
    key.lastUse === null
      ? [NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE]
      : [isoSeconds(key.lastUse.at), key.lastUse.region, key.lastUse.service];
  return [String(key.status === 'Active'), isoSeconds(key.createdAt), ...use];
}

function csvField(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
