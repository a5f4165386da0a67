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
}

/** Starts a local organization and keeps it until Ctrl-C. Prints what an AWS client needs to speak to it. */
export async function local({ file, port }: LocalOptions, { data, say }: Terminal): Promise<number> {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new KeysweepError('usage', `--port is ${port}, which is no port`, { hint: 'a number from 0 to 65535' });
  const organization = await open(file ?? fileURLToPath(new URL('./examples/organization.yaml', import.meta.url)));
  const server = await listen(organization, Number(port));
  const { accessKeyId, secretAccessKey, sessionToken } = organization.credentials();
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
  await new Promise<void>((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
  await organization.close();
  return EXIT_CODES.ok;
}

async function open(path: string): Promise<LocalOrganization> {
  try {
    return await openOrganization(path);
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
