import type { CredentialReportRow, CredentialReportSlot } from '@keysweep/core';

/** The row of the account's root user; keysweep judges IAM users. */
const ROOT_ROW = '<root_account>';

/** What the report writes where it has nothing to say. */
const NOTHING = new Set(['', 'N/A', 'no_information', 'not_supported']);

/** The columns that are read, whatever their order and whatever stands between them. */
const COLUMNS = [
  'user',
  'user_creation_time',
  'password_enabled',
  'mfa_active',
  ...['access_key_1', 'access_key_2'].flatMap((slot) => [
    `${slot}_active`,
    `${slot}_last_rotated`,
    `${slot}_last_used_date`,
    `${slot}_last_used_service`,
    `${slot}_last_used_region`,
  ]),
];

/** Thrown and caught in this file alone: the first cell that is not what AWS documents ends the parsing. */
class UnreadableReport extends Error {}

/**
 * The rows of a credential report, the root user's left out; null where a column is missing, a row is short or long, or
 * a cell that decides anything is neither a documented value nor a date.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export function parseCredentialReport(csv: string): readonly CredentialReportRow[] | null {
  try {
    const [header = [], ...records] = splitCsv(csv);
    if (!COLUMNS.every((column) => header.includes(column))) return null;
    return records
      .map((record) => cellsOf(header, record))
      .filter((cell) => cell('user') !== ROOT_ROW)
      .map(rowOf);
  } catch (error) {
    if (error instanceof UnreadableReport) return null;
    throw error;
  }
}

type Cells = (column: string) => string;

function cellsOf(header: readonly string[], record: readonly string[]): Cells {
  const cells = record.length === header.length ? record : rejoined(header, record);
  return (column) => {
    const value = cells[header.indexOf(column)];
    if (value === undefined) throw new UnreadableReport();
    return value;
  };
}

/**
 * A user name may hold commas and AWS does not quote it, so such a row is long by twice their number: once for the name,
 * once for the ARN that ends in it. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
function rejoined(header: readonly string[], record: readonly string[]): readonly string[] {
  const commas = (record.length - header.length) / 2;
  const user = record.slice(0, commas + 1).join(',');
  const arn = record.slice(commas + 1, 2 * commas + 2).join(',');
  const leads = header[0] === 'user' && header[1] === 'arn';
  if (!leads || !Number.isInteger(commas) || commas < 1 || !arn.endsWith(`/${user}`)) throw new UnreadableReport();
  return [user, arn, ...record.slice(2 * commas + 2)];
}

function rowOf(cell: Cells): CredentialReportRow {
  const userName = cell('user');
  if (userName === '') throw new UnreadableReport();
  return {
    userName,
    userCreatedAt: instant(cell('user_creation_time')),
    passwordEnabled: flag(cell('password_enabled')),
    mfaActive: flag(cell('mfa_active')),
    slots: [slotOf(cell, 'access_key_1'), slotOf(cell, 'access_key_2')],
  };
}

function slotOf(cell: Cells, slot: string): CredentialReportSlot {
  const active = flag(cell(`${slot}_active`));
  if (active === null) throw new UnreadableReport();
  return {
    active,
    lastRotated: instant(cell(`${slot}_last_rotated`)),
    lastUsedAt: instant(cell(`${slot}_last_used_date`)),
    lastUsedService: stated(cell(`${slot}_last_used_service`)),
    lastUsedRegion: stated(cell(`${slot}_last_used_region`)),
  };
}

function stated(value: string): string | null {
  return NOTHING.has(value) ? null : value;
}

function flag(value: string): boolean | null {
  if (value === 'true' || value === 'TRUE') return true;
  if (value === 'false' || value === 'FALSE') return false;
  if (NOTHING.has(value)) return null;
  throw new UnreadableReport();
}

function instant(value: string): string | null {
  if (NOTHING.has(value)) return null;
  const milliseconds = /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(milliseconds)) throw new UnreadableReport();
  return new Date(milliseconds).toISOString();
}

/** The records of an RFC 4180 text, empty lines left out. https://www.rfc-editor.org/rfc/rfc4180 */
function splitCsv(csv: string): string[][] {
  // One field: quoted with doubled quotes, or bare; then what ends it.
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  const records: string[][] = [];
  let record: string[] = [];
  while (field.lastIndex < csv.length || record.length > 0) {
    const match = field.exec(csv);
    if (match === null) throw new UnreadableReport();
    const [, quoted, bare = '', end] = match;
    record.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  return records.filter((fields) => fields.length > 1 || fields[0] !== '');
}
