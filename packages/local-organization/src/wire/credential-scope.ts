import type { WireRequest } from './message.ts';

/** What a SigV4 request says of its signer and its destination. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  /** The signing name of the service, for example `iam`. */
  readonly service: string;
  readonly sessionToken: string | undefined;
}

const CREDENTIAL = /Credential=([^/,\s]+)\/\d{8}\/([^/]*)\/([^/]+)\/aws4_request/;

/** Reads the credential scope of a request that is signed in its headers; undefined if it is not signed. */
export function credentialScopeOf(request: WireRequest): CredentialScope | undefined {
  const [, accessKeyId, region = '', service] = CREDENTIAL.exec(request.headers['authorization'] ?? '') ?? [];
  if (accessKeyId === undefined || service === undefined) return undefined;
  return { accessKeyId, region, service, sessionToken: request.headers['x-amz-security-token'] };
}
