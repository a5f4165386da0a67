import type { Call } from '../operation.ts';

/** A function as a request names it. */
export interface FunctionName {
  readonly name: string;
  /** Undefined where the name leaves the account to the caller. */
  readonly accountId: string | undefined;
  readonly region: string | undefined;
  readonly qualifier: string | undefined;
}

const FULL_ARN = /^arn:aws:lambda:([a-z0-9-]+):(\d{12}):function:([\w-]+)(?::([\w$-]+))?$/;
const PARTIAL_ARN = /^(\d{12}):(?:function:)?([\w-]+)(?::([\w$-]+))?$/;
const PLAIN_NAME = /^(?:function:)?([\w-]+)(?::([\w$-]+))?$/;

/**
 * Reads a name, a partial ARN or a full ARN. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function functionNameOf(text = ''): FunctionName {
  const full = FULL_ARN.exec(text);
  if (full !== null) return { region: full[1], accountId: full[2], name: full[3] ?? '', qualifier: full[4] };
  const partial = PARTIAL_ARN.exec(text);
  if (partial !== null)
    return { region: undefined, accountId: partial[1], name: partial[2] ?? '', qualifier: partial[3] };
  const plain = PLAIN_NAME.exec(text);
  return { region: undefined, accountId: undefined, name: plain?.[1] ?? '', qualifier: plain?.[2] };
}

/** The ARN of a function as the caller means it, without qualifier. */
export function functionArn(call: Call, { name, accountId, region }: FunctionName): string {
  return `arn:aws:lambda:${region ?? call.state.settings.region}:${accountId ?? call.account.id}:function:${name}`;
}
