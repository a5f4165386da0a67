import { copyFile, constants, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countOf } from '@keysweep/aggregator';
import { KeysweepError, type OrganizationSnapshot } from '@keysweep/core';
import { EXIT_CODES } from '../exit-codes.ts';
import { configText } from '../init/config-text.ts';
import { lookUpGroups, type FoundGroups } from '../init/look-up-groups.ts';
import { listenForInterruption } from '../interruption.ts';
import { connectionOf } from '../organization/connection.ts';
import { findOrganization, type OrganizationOptions } from '../organization/find-organization.ts';
import { identifyCaller } from '../organization/identify-caller.ts';
import { printable } from '../printable.ts';
import { tellProgress } from '../progress.ts';
import type { Terminal } from '../terminal.ts';

/** What a configuration is begun from. */
export interface InitOptions extends OrganizationOptions {
  /** The file to write. */
  readonly output: string;
  /** The role to look for groups through, in each account. */
  readonly roleName?: string;
}

/** Where nobody says otherwise. */
const DEFAULT_REGION = 'us-east-1';
const SCHEMA = 'keysweep.schema.json';

/** The schema lies beside the bundle. */
const schemaOfThisVersion = (): string => fileURLToPath(new URL(`./${SCHEMA}`, import.meta.url));

/**
 * Writes a first `keysweep.yaml` for an organization: it observes, and has the OUs and groups there are as remarks. The schema
 * for editors comes to lie beside it. No file that is there is written over.
 */
export async function init(options: InitOptions, terminal: Terminal): Promise<number> {
  const { output, roleName, organization: snapshot } = options;
  const { say } = terminal;
  if (roleName !== undefined && snapshot !== undefined)
    throw new KeysweepError('usage', '--role-name means nothing beside --organization', {
      hint: 'with a snapshot no AWS account is asked: take one of them out',
    });
  await demandNoFile(output);
  const region = connectionOf(options).region ?? DEFAULT_REGION;
  const organization = await findOrganization(options, region);
  const groups = roleName === undefined ? null : await search(organization, { ...options, roleName, region }, terminal);
  await writeNew(output, configText({ organization, region, groups, schemaPath: `./${SCHEMA}` }));
  const schema = join(dirname(output), SCHEMA);
  const isOurs = await copySchema(schema);
  say(describe(organization, groups));
  say(
    `Wrote ${printable(output)}, and for your editor ${isOurs ? '' : 'left what there was as '}${printable(schema)}.`,
  );
  say(`Next: ${nextCommand(options)}`);
  return EXIT_CODES.ok;
}

interface Search extends InitOptions {
  readonly roleName: string;
  readonly region: string;
}

async function search(organization: OrganizationSnapshot, options: Search, terminal: Terminal): Promise<FoundGroups> {
  const connection = connectionOf(options, options.region);
  const caller = await identifyCaller(connection, options.profile);
  const progress = tellProgress(terminal, false);
  const interruption = listenForInterruption(() => {
    terminal.say('Stopped; nothing was written.');
    process.exit(EXIT_CODES.interrupted);
  });
  progress.begin('looking for groups', organization.accounts.filter(({ state }) => state === 'ACTIVE').length);
  try {
    return await lookUpGroups(organization, {
      connection,
      caller,
      roleName: options.roleName,
      onAccount: progress.step,
    });
  } finally {
    interruption.release();
    progress.end();
  }
}

async function demandNoFile(path: string): Promise<void> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (isThere) throw isThereAlready(path);
}

function isThereAlready(path: string): KeysweepError {
  return new KeysweepError('usage', `${path} is there already, and is not written over`, {
    hint: 'name another file with -o, or move it away',
  });
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (cause) {
    if (hasCode(cause, 'EEXIST')) throw isThereAlready(path);
    throw new KeysweepError('usage', `${path} cannot be written to`, { hint: 'name another file with -o', cause });
  }
}

/** False where there is one, which is left as it is. */
async function copySchema(path: string): Promise<boolean> {
  try {
    await copyFile(schemaOfThisVersion(), path, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw new KeysweepError('usage', `${path} cannot be written to`, {
      hint: 'the configuration is written; only its schema, for editors, is not beside it',
      cause: error,
    });
  }
}

function hasCode(error: unknown, code: string): boolean {
  return (error as { readonly code?: unknown }).code === code;
}

function describe({ id, accounts, organizationalUnits }: OrganizationSnapshot, groups: FoundGroups | null): string {
  const size = `${id} has ${countOf(accounts.length, 'account')} and ${countOf(organizationalUnits.length, 'OU')}.`;
  if (groups === null)
    return `${size} Groups were not looked up: name a role that you may assume in its accounts with --role-name, or change the examples.`;
  const found = `${countOf(groups.groups.length, 'group')} in ${countOf(groups.looked, 'account')}`;
  if (groups.unread.length === 0) return `${size} It has ${found}.`;
  return `${size} It has ${found}; ${countOf(groups.unread.length, 'account')} could not be read, or not in full: the file names them.`;
}

function nextCommand({ output, organization, roleName }: InitOptions): string {
  const file = output === 'keysweep.yaml' ? '' : ` -c ${printable(output)}`;
  if (organization !== undefined) return `keysweep validate${file} --organization ${printable(organization)}`;
  if (roleName !== undefined) return `keysweep plan${file} --role-name ${printable(roleName)}`;
  return `keysweep validate${file} --live`;
}
