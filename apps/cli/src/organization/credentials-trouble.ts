import type { Failure } from '@keysweep/core';

/** What is wrong in words, and what to do about it. */
export interface Trouble {
  readonly why: string;
  readonly hint: string;
}

const EXPIRED = /^(ExpiredToken|RequestExpired|TokenRefreshRequired)/;
const NOT_OURS = /^(InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|SignatureDoesNotMatch)/;

/** Whether a failure is about the credentials or the Region themselves, whatever was asked with them; null where it is not. */
export function credentialsTrouble({ code, message, operation }: Failure, profile: string | undefined): Trouble | null {
  const of = profile === undefined ? '' : ` in the profile ${profile}`;
  if (code === 'CredentialsProviderError')
    return {
      why: `no AWS credentials${of}: ${message}`,
      hint: 'name a profile with --profile, sign in (aws login, aws sso login)',
    };
  if (message.startsWith('Region is missing'))
    return { why: 'no Region is set', hint: 'name one with --region or AWS_REGION' };
  if (EXPIRED.test(code))
    return {
      why: `the AWS credentials${of} have expired: ${message}`,
      hint: 'sign in again (aws login, aws sso login)',
    };
  if (NOT_OURS.test(code))
    return { why: `AWS does not take the credentials${of}: ${operation}: ${code}`, hint: 'name others with --profile' };
  return null;
}
