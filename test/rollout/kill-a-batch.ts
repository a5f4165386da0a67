import { execFileSync } from 'node:child_process';

/** Kills one of the processes that sweep a batch, once something is so; false where that never was, or there was none. */
export async function killABatch(isTime: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 3000; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (!isTime()) continue;
    const [pid] = sweepProcesses();
    if (pid === undefined) return false;
    process.kill(pid, 'SIGKILL');
    return true;
  }
  return false;
}

/** Children of this process that are a function named `keysweep-sweep`, by their environment. */
function sweepProcesses(): number[] {
  const children = execFileSync('pgrep', ['-P', String(process.pid), '-f', 'bootstrap.mjs'], { encoding: 'utf8' });
  return children
    .trim()
    .split('\n')
    .filter((pid) =>
      execFileSync('ps', ['eww', '-o', 'command=', '-p', pid], { encoding: 'utf8' }).includes(
        'AWS_LAMBDA_FUNCTION_NAME=keysweep-sweep',
      ),
    )
    .map(Number);
}
