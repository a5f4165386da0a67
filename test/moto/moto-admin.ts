import { KeysweepError } from '@keysweep/core';

/** Moto's account for callers it does not know. */
export const MANAGEMENT_ACCOUNT = '123456789012';

/** The API version that an awsQuery call of each service names. */
const VERSIONS = {
  iam: '2010-05-08',
  sts: '2011-06-15',
  cloudformation: '2010-05-15',
  sns: '2010-03-31',
  sqs: '2012-11-05',
} as const;

/**
 * Puts things into moto by its plain wire protocols, unsigned and without the SDK: what is under test takes no part in
 * building the world it is tested on. `x-moto-account-id` says in which account.
 */
export class MotoAdmin {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** One awsQuery call; returns the answer's XML. */
  query(
    service: keyof typeof VERSIONS,
    accountId: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<string> {
    const body = new URLSearchParams({ Version: VERSIONS[service], ...parameters });
    return this.#send(service, {
      accountId,
      body: body.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  }

  /** One awsJson call in the management account; returns the answer. */
  async json(service: 'organizations' | 'ssm', target: string, input: object): Promise<Record<string, unknown>> {
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
    const text = await this.#send(service, { accountId: MANAGEMENT_ACCOUNT, body: JSON.stringify(input), headers });
    return (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  }

  /** One GET of a REST service; returns the answer. */
  async get(service: string, accountId: string, path: string): Promise<unknown> {
    return JSON.parse(await this.#send(service, { accountId, body: '', headers: {}, method: 'GET', path }));
  }

  /** An empty bucket in the management account, in us-east-1. */
  async createBucket(name: string): Promise<void> {
    await this.#send('s3', { accountId: MANAGEMENT_ACCOUNT, body: '', headers: {}, method: 'PUT', path: `/${name}` });
  }

  async #send(service: string, request: AdminRequest): Promise<string> {
    const { accountId, body, headers, method = 'POST', path = '/' } = request;
    const scope = `AWS4-HMAC-SHA256 Credential=ADMIN/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: { authorization: scope, 'x-moto-account-id': accountId, ...headers },
      ...(body === '' ? {} : { body }),
    });
    const text = await response.text();
    if (!response.ok) throw new KeysweepError('internal', `moto refused to build the world: ${text}`);
    return text;
  }
}

interface AdminRequest {
  readonly accountId: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly path?: string;
}
