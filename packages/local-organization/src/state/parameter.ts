/** The latest version of an SSM parameter. */
export interface ParameterVersion {
  readonly name: string;
  readonly type: 'String' | 'StringList';
  readonly value: string;
  readonly version: number;
  readonly modifiedAt: Date;
}
