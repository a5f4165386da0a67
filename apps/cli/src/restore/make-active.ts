import { createIamClient, iamReader, systemClock, type Connection } from '@keysweep/aws';
import { reactivateAccessKey } from '@keysweep/aws/restore';
import { KeysweepError, type AccessKey, type AccessKeyAddress, type IamReader, type Reading } from '@keysweep/core';
import { textOf } from './open-account.ts';
import { GONE_HINT } from './restore-text.ts';

/** IAM is eventually consistent: what it lists right after a change may be a moment old. */
const LOOKS = 5;
const PAUSE_MS = 1000;

/** The key as IAM lists it. Throws `key-gone` where it does not, `key-not-restored` where it could not be asked. */
export async function findKey(connection: Connection, address: AccessKeyAddress): Promise<AccessKey> {
  const key = await look(iamReader(createIamClient(connection)), address);
  if (key.state === 'known') return key.value;
  if (key.state === 'absent') throw gone(address);
  throw new KeysweepError(
    'key-not-restored',
    `the keys of ${address.userName} could not be read: ${textOf(key.failure)}`,
    {
      hint: 'it takes iam:ListAccessKeys and iam:UpdateAccessKey there',
    },
  );
}

/**
 * Makes the key active, and looks whether it is: a lost answer is no failure. Throws `key-gone`, or `key-not-restored` where it is
 * not seen to be active.
 */
export async function makeActive(connection: Connection, address: AccessKeyAddress): Promise<void> {
  const written = await reactivateAccessKey(connection, address);
  if (written.state === 'absent') throw gone(address);
  const now = await lookUntilActive(iamReader(createIamClient(connection)), address);
  if (now.state === 'known' && now.value.status === 'Active') return;
  const why =
    written.state === 'unknown'
      ? textOf(written.failure)
      : now.state === 'unknown'
        ? `nobody could look: ${textOf(now.failure)}`
        : 'IAM took the change, and lists it otherwise';
  throw new KeysweepError('key-not-restored', `the key is not seen to be active: ${why}`, {
    hint: 'the same command again looks first, and changes nothing twice',
  });
}

async function lookUntilActive(reader: IamReader, address: AccessKeyAddress): Promise<Reading<AccessKey>> {
  for (let time = 1; ; time += 1) {
    const key = await look(reader, address);
    if (time === LOOKS || key.state !== 'known' || key.value.status === 'Active') return key;
    await systemClock.pause(PAUSE_MS);
  }
}

async function look(reader: IamReader, { userName, accessKeyId }: AccessKeyAddress): Promise<Reading<AccessKey>> {
  const keys = await reader.accessKeys(userName);
  if (keys.state !== 'known') return keys;
  const key = keys.value.find((each) => each.accessKeyId === accessKeyId);
  return key === undefined ? { state: 'absent' } : { state: 'known', value: key };
}

function gone({ userName, accessKeyId }: AccessKeyAddress): KeysweepError {
  return new KeysweepError('key-gone', `${userName} has no key ${accessKeyId} any more`, { hint: GONE_HINT });
}
