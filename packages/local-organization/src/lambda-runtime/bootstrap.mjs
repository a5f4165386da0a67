/**
 * The inside of a function process: loads one CommonJS handler and answers invocations, one at a time, over the IPC
 * channel. Plain JavaScript, because Node runs this file as it is, also beside a bundled command line.
 */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

const Module = createRequire(import.meta.url)('node:module');

/** @type {(event: unknown, context: object) => unknown} */
let handler = () => undefined;

process.on('message', (message) => {
  if (message.kind === 'load') load(message);
  else void invoke(message);
});
// Whoever started this process is gone.
process.on('disconnect', () => process.exit(0));

/** Compiles the bundle as CommonJS whatever its surroundings say; its requires are answered by NODE_PATH alone. */
function load({ filename, source, exportName }) {
  try {
    const loaded = new Module(filename);
    loaded.filename = filename;
    loaded.paths = [];
    loaded._compile(source, filename);
    handler = loaded.exports[exportName];
  } catch (error) {
    const missing = error?.code === 'MODULE_NOT_FOUND';
    send({
      kind: 'failure',
      failure: { ...failureOf(error), ...(missing ? { errorType: 'Runtime.ImportModuleError' } : {}) },
    });
    return;
  }
  if (typeof handler === 'function') {
    send({ kind: 'loaded' });
    return;
  }
  const errorMessage = `${exportName} is undefined or not exported in ${dirname(filename)}`;
  send({ kind: 'failure', failure: { errorType: 'Runtime.HandlerNotFound', errorMessage } });
}

async function invoke({ event, context, deadline }) {
  try {
    const getRemainingTimeInMillis = () => Math.max(0, deadline - Date.now());
    const result = await handler(JSON.parse(event), { ...context, getRemainingTimeInMillis });
    send({ kind: 'result', payload: JSON.stringify(result === undefined ? null : result) ?? 'null' });
  } catch (error) {
    send({ kind: 'failure', failure: failureOf(error) });
  }
}

function failureOf(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

function send(message) {
  process.send(message);
}
