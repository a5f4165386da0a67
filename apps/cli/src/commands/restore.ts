import { KeysweepError, type RestoredKey } from '@keysweep/core';
import type { CentreOptions } from '../centre/open-centre.ts';
import { askerOf, demandYes, type Asker, type ConfirmOptions } from '../confirmation.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { voiceOf, type Voice } from '../from-here/quiet.ts';
import { connectionOf } from '../organization/connection.ts';
import { identifyCaller } from '../organization/identify-caller.ts';
import { findKeyRecord } from '../restore/key-record.ts';
import { findKey, makeActive } from '../restore/make-active.ts';
import { accountOfKey, openAccount } from '../restore/open-account.ts';
import { restoredText, storyText, type KeyStory } from '../restore/restore-text.ts';
import type { Terminal } from '../terminal.ts';

/** What somebody is asked for who gives a key back. */
export interface RestoreOptions extends CentreOptions, ConfirmOptions {
  readonly user?: string;
  readonly account?: string;
  /** The role through which the account is reached; not needed with credentials of it. */
  readonly roleName?: string;
  readonly output: 'table' | 'json';
  readonly quiet?: boolean;
}

/** IAM and STS have one face per partition; the Region only says which partition is meant. */
const DEFAULT_REGION = 'us-east-1';

/**
 * Makes an access key active again that a sweep has deactivated, with the caller's credentials in its account, and looks whether it
 * is. Ends with 0 where the key is active in the end. Throws `key-gone` for one that was deleted, `key-not-restored`, or `usage`.
 */
export async function restore(accessKeyId: string, options: RestoreOptions, terminal: Terminal): Promise<number> {
  const voice = voiceOf(terminal, options.quiet ?? false);
  const ask = askerOf(options, terminal, { nothing: 'no key is given back', hint: 'say --yes' });
  demandKeyId(accessKeyId);
  const { story, connection } = await findStory(accessKeyId, options, voice);
  const { accountId, userName, key, account } = story;
  const isActive = key.status === 'Active';
  if (!isActive) await giveBack({ story, connection }, { ask, voice });
  const restored: RestoredKey = {
    schema: 'keysweep/cli-restore/1',
    accountId,
    userName,
    accessKeyId,
    before: key.status,
    now: 'Active',
    changed: !isActive,
    policy: account?.policy ?? null,
    nextDue: account?.nextDue ?? null,
  };
  terminal.data(options.output === 'json' ? JSON.stringify(restored, null, 2) : restoredText(restored));
  return EXIT_CODES.ok;
}

type Found = Awaited<ReturnType<typeof findStory>>;

async function giveBack(
  { story, connection }: Found,
  { ask, voice }: { readonly ask: Asker; readonly voice: Voice },
): Promise<void> {
  const { key, userName } = story;
  if (key.status !== 'Inactive')
    throw new KeysweepError(
      'key-not-restored',
      `the key is ${key.status}, and only an inactive one can be given back`,
      {
        hint: 'make a new one, or sign in without: aws login',
      },
    );
  voice.warn(storyText(story, new Date().toISOString()));
  await demandYes(ask, 'Make it active again?');
  await makeActive(connection, { userName, accessKeyId: key.accessKeyId });
}

async function findStory(accessKeyId: string, options: RestoreOptions, voice: Voice) {
  const here = connectionOf(options, DEFAULT_REGION);
  const caller = await identifyCaller(here, options.profile);
  const found = await findKeyRecord(accessKeyId, options);
  if ('why' in found && found.why !== null)
    voice.warn(`warning  the records of the centre say nothing of the key: ${found.why}`);
  const { key: record, accounts } = 'why' in found ? { key: null, accounts: [] } : found;
  const accountId = options.account ?? record?.accountId ?? (await accountOfKey(here, accessKeyId));
  const userName = options.user ?? record?.userName;
  if (userName === undefined)
    throw new KeysweepError('usage', `it is not known whose key of ${accountId} that is`, {
      hint: 'name the user with --user',
    });
  const { connection, arn } = await openAccount(accountId, { connection: here, caller, roleName: options.roleName });
  const key = await findKey(connection, { userName, accessKeyId });
  const account = accounts.find((each) => each.accountId === accountId);
  const story: KeyStory = { accountId, userName, key, record, account, arn };
  return { story, connection };
}

function demandKeyId(accessKeyId: string): void {
  if (/^AKIA[A-Z0-9]{12,124}$/.test(accessKeyId)) return;
  throw new KeysweepError('usage', `${accessKeyId} is not the id of an access key of a user`, {
    hint: 'it begins with AKIA, and stands in keys.jsonl of the summary; the tables show its last four characters alone',
  });
}
