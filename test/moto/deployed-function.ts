import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The SDK as Lambda's runtime brings one; the CLI's build makes it. */
const RUNTIME_MODULES = fileURLToPath(new URL('../../apps/cli/dist/lambda-runtime/node_modules', import.meta.url));

/** A function as it was read back from where it is deployed. */
export interface DeployedFunction {
  /** The inline code: a CommonJS file that exports `handler`. */
  readonly code: string;
  readonly functionArn: string;
  /** Everything it sees: its own variables, and what Lambda adds. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Runs deployed code once in a Node process of its own, with nothing of the test in its environment, and returns what its
 * handler returned. The emulator itself would need a container for that.
 */
export async function runDeployed(deployed: DeployedFunction, event: unknown): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'keysweep-function-'));
  try {
    await writeFile(join(folder, 'index.js'), deployed.code);
    await writeFile(join(folder, 'event.json'), JSON.stringify({ event, functionArn: deployed.functionArn }));
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', RUN_ONCE], {
      cwd: folder,
      env: { ...deployed.environment, NODE_PATH: RUNTIME_MODULES },
      maxBuffer: 16_777_216,
    });
    return JSON.parse(stdout.slice(stdout.lastIndexOf('\u0000') + 1));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What the handler logs comes first, what it returns after a NUL. */
const RUN_ONCE = `
const { event, functionArn } = JSON.parse(require('node:fs').readFileSync('event.json', 'utf8'));
require('./index.js').handler(event, { invokedFunctionArn: functionArn }).then((result) => {
  process.stdout.write('\\0' + JSON.stringify(result));
});`;
