import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { holderName, isProcessAtWork } from './holder.ts';

const ARN = 'arn:aws:sts::111122223333:assumed-role/operator/kim';
const gone = spawnSync(process.execPath, ['-e', '']).pid;

it.each([
  ['this process', holderName(ARN), true],
  ['one of this machine that has ended', holderName(ARN).replace(String(process.pid), String(gone)), false],
  ['one of another machine', holderName(ARN).replace('from-here ', 'from-here elsewhere-'), null],
  ['an execution', 'arn:aws:states:us-east-1:111122223333:execution:keysweep-sweep:x', null],
  ['a process without a number', holderName(ARN).replace(String(process.pid), 'x'), null],
])('tells whether %s is at work', (_, holder, expected) => {
  expect(isProcessAtWork(holder)).toBe(expected);
});
