/** The latest version of an SSM parameter. */
export interface ParameterVersion {
  readonly name: string;
  readonly type: 'String' | 'StringList';
  readonly value: string;
  readonly version: number;
  readonly modifiedAt: Date;
}

/** An SSM parameter to write. */
export interface NewParameter {
  readonly accountId: string;
  readonly name: string;
  readonly value: string;
}
