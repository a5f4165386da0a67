/**
 * The status of an access key as IAM gives it. The list is open: `Expired` joined it in 2025 and another may follow, so
 * a status that is neither Active nor Inactive is carried as it came and decided as `unknown`.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyMetadata.html
 */
export type AccessKeyStatus = 'Active' | 'Inactive' | (string & {});

/** One access key as `iam:ListAccessKeys` lists it. `createdAt` is an ISO 8601 instant, null where IAM gave none. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly status: AccessKeyStatus;
  readonly createdAt: string | null;
}

/**
 * When an access key was last used, from the credential report: evidence for the reader, never a reason to act.
 * `unknown` where no report could be read or its slots cannot be told apart.
 */
export type LastUsed =
  | { readonly state: 'used'; readonly at: string; readonly service: string | null; readonly region: string | null }
  | { readonly state: 'never' }
  | { readonly state: 'unknown' };

/** An access key id with all but the last four characters hidden: `AKIA…` ids are half of a secret. */
export function maskAccessKeyId(accessKeyId: string): string {
  return `****${accessKeyId.slice(-4)}`;
}

/** The prefixes are AWS's: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const ACCESS_KEY_IDS = /(?:AKIA|ASIA)[A-Z0-9]{12,124}/g;

/** Free text, an error of AWS for example, with every access key id in it masked. */
export function maskAccessKeyIds(text: string): string {
  return text.replace(ACCESS_KEY_IDS, maskAccessKeyId);
}
