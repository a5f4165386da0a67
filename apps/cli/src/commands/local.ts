import { fileURLToPath } from 'node:url';
import { LocalOrganizationError, type LocalOrganization } from '@keysweep/local-organization';
import { KeysweepError } from '@keysweep/core';
import { EXIT_CODES } from '../exit-codes.ts';
import { openOrganization } from '../local/open-organization.ts';
import type { Terminal } from '../terminal.ts';

/** What the local organization is asked for. */
export interface LocalOptions {
  readonly file?: string;
  readonly port: string;
  /** The instant at which its clock begins; the real time if left out. */
  readonly clock?: string;
}

/** Whoever moves the clock by weeks goes on working. */
const CREDENTIAL_SECONDS = 365 * 24 * 60 * 60;

/** Starts a local organization and keeps it until Ctrl-C. Prints what an AWS client needs to speak to it. */
export async function local({ file, port, clock }: LocalOptions, { data, say }: Terminal): Promise<number> {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new KeysweepError('usage', `--port is ${port}, which is no port`, { hint: 'a number from 0 to 65535' });
  const description = file ?? fileURLToPath(new URL('./examples/organization.yaml', import.meta.url));
  const organization = await open(description, clock === undefined ? null : clockFrom(clock));
  const server = await listen(organization, Number(port));
  const { accessKeyId, secretAccessKey, sessionToken } = organization.credentials({
    roleArn: `arn:aws:iam::${organization.managementAccountId}:role/operator`,
    durationSeconds: CREDENTIAL_SECONDS,
  });
  data(
    [
      `export AWS_ENDPOINT_URL=${server.url}`,
      `export AWS_REGION=${organization.region}`,
      `export AWS_DEFAULT_REGION=${organization.region}`,
      `export AWS_ACCESS_KEY_ID=${accessKeyId}`,
      `export AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
      ...(sessionToken === undefined ? [] : [`export AWS_SESSION_TOKEN=${sessionToken}`]),
    ].join('\n'),
  );
  say('A local organization is listening. Paste the lines above into another terminal; Ctrl-C ends it.');
  say('Its schedules fire as its clock is moved: curl -d <instant> $AWS_ENDPOINT_URL/_local/clock');
  await new Promise<void>((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
  await organization.close();
  return EXIT_CODES.ok;
}

/** A clock that is at the instant now, and runs on. */
function clockFrom(written: string): () => Date {
  const ahead = new Date(written).getTime() - Date.now();
  if (/^\d{4}-\d\d-\d\dT\S+Z$/.test(written) && !Number.isNaN(ahead)) return () => new Date(Date.now() + ahead);
  throw new KeysweepError('usage', `--clock is ${written}, which is no instant`, {
    hint: '2026-11-20T18:00:00Z is one',
  });
}

async function open(path: string, now: (() => Date) | null): Promise<LocalOrganization> {
  try {
    return await openOrganization(path, now === null ? {} : { now });
  } catch (error) {
    if (error instanceof LocalOrganizationError)
      throw new KeysweepError('description-invalid', error.message, { cause: error });
    throw error;
  }
}

async function listen(
  organization: LocalOrganization,
  port: number,
): Promise<Awaited<ReturnType<LocalOrganization['listen']>>> {
  try {
    return await organization.listen(port);
  } catch (error) {
    throw new KeysweepError('usage', `port ${port} of 127.0.0.1 cannot be listened on`, {
      hint: 'name another with --port; 0 takes a free one',
      cause: error,
    });
  }
}
