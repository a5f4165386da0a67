/** A CloudWatch log group. What functions write is kept with the function; a log group only exists. */
export interface LogGroup {
  readonly name: string;
  readonly arn: string;
  /** Null: kept for good. */
  retentionInDays: number | null;
  readonly createdAt: Date;
}
