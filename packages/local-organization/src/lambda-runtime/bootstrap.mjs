/**
 * The inside of a function process: loads one CommonJS handler and answers invocations, one at a time, over the IPC
 * channel. Plain JavaScript, because Node runs this file as it is, also beside a bundled command line.
 */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

const Module = createRequire(import.meta.url)('node:module');

/** The real present, in milliseconds: time limits go by it. */
const realNow = Date.now;
/** The organization's present, in milliseconds: it runs beside the real one, or stands. */
let organizationNow = realNow;
replaceDate();

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

async function invoke({ event, context, deadline, clock }) {
  try {
    organizationNow = clock.stands ? () => clock.at : () => realNow() + clock.ahead;
    const getRemainingTimeInMillis = () => Math.max(0, deadline - realNow());
    const result = await handler(JSON.parse(event), { ...context, getRemainingTimeInMillis });
    send({ kind: 'result', payload: JSON.stringify(result === undefined ? null : result) ?? 'null' });
  } catch (error) {
    send({ kind: 'failure', failure: failureOf(error) });
  }
}

/**
 * Lets whoever asks `Date` for the present see the organization's clock. A proxy around the real Date: its instances are
 * real ones, for `instanceof`, subclasses, `structuredClone` and everything else that looks inside.
 */
function replaceDate() {
  const RealDate = Date;
  const now = () => organizationNow();
  RealDate.now = now;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    apply: (target) => new target(now()).toString(),
  });
  RealDate.prototype.constructor = globalThis.Date;
}

function failureOf(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

function send(message) {
  process.send(message);
}
