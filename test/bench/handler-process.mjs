// One invocation of one of the centre's built functions, in a process of its own: what it answers, and what it took.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const FUNCTION_MS = 900_000;

process.once('message', (message) => void invoke(message));

async function invoke({ bundle, name, event, functionArn }) {
  const handler = createRequire(import.meta.url)(bundle)[name];
  const started = performance.now();
  const before = process.cpuUsage();
  const getRemainingTimeInMillis = () => FUNCTION_MS - (performance.now() - started);
  const answer = await handler(event, { invokedFunctionArn: functionArn, getRemainingTimeInMillis });
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  const taken = { answer, seconds, cpuSeconds: (user + system) / 1_000_000, peakMb: peakMb() };
  process.send(taken, () => process.disconnect());
}

/** Of this process alone: what `resourceUsage` says on Linux begins with that of the process it was forked from. */
function peakMb() {
  const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '';
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  return Math.round(Number(kilobytes) / 1024);
}
