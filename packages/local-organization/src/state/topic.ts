import type { PolicyDocument } from '../policy/policy-document.ts';

/** A message that a topic took. */
export interface PublishedMessage {
  readonly messageId: string;
  readonly subject: string | null;
  readonly message: string;
  readonly publishedAt: Date;
  /** The ARN of who published it. */
  readonly publishedBy: string;
}

/** A standard SNS topic. */
export interface Topic {
  readonly arn: string;
  readonly name: string;
  /** Id, ARN or alias of the key that encrypts it; null for none. */
  kmsKeyId: string | null;
  /** Null without a policy of its own: the identity policies of its account decide. */
  policy: PolicyDocument | null;
  /** In the order they came. */
  readonly published: PublishedMessage[];
}
