import type { PermissionStatement } from './statements.ts';

/** What a function needs to write to its log group. @param logGroupArn ends in `:*`: the streams of the group. */
export function writeLogs(logGroupArn: string): PermissionStatement {
  return {
    Sid: 'WriteOwnLogs',
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: logGroupArn,
  };
}
