import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { setStage, type Stage } from '../stage.ts';
import { deleteEverything, PROD, smallOrganization } from './small-organization.ts';

const bundlePath = fileURLToPath(new URL('../../apps/revoker/dist/revoker.cjs', import.meta.url));

let stage: Stage;
afterEach(() => stage.organization.close());

/** Replaces the agent of Prod by the built bundle, in a process of its own. */
async function deployBundle(): Promise<void> {
  expect(existsSync(bundlePath), 'build the revoker first: `pnpm build`').toBe(true);
  await stage.organization.deployFunction({
    accountId: PROD,
    functionName: 'keysweep-revoker',
    code: { bundlePath },
    handler: 'index.handler',
    roleName: 'keysweep-revoker',
    environment: stage.agentEnvironment,
    timeoutSeconds: 30,
    invokableBy: ['organization'],
  });
}

function agentProcesses(): number[] {
  try {
    const printed = execFileSync('pgrep', ['-P', String(process.pid), '-f', 'bootstrap.mjs'], { encoding: 'utf8' });
    return printed.trim().split('\n').map(Number);
  } catch {
    return [];
  }
}

describe('the built bundle in a process of its own', () => {
  it('has nothing in its environment but what the template and Lambda give it, and does the job', async () => {
    stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
    await deployBundle();

    const run = await stage.sweep();

    expect(run.revocations).toBe(4);
    const lines = stage.organization
      .functionLogs(PROD, 'keysweep-revoker')
      .filter((line) => line.includes('"access-key"'));
    expect(lines).toHaveLength(3);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      event: 'access-key',
      policy: 'weekly',
      outcome: 'deleted',
      accessKey: expect.stringMatching(/^\*{4}\w{4}$/),
    });
  });

  it('killed in the middle of its work, is asked again and the run ends in the truth', async () => {
    stage = await setStage({ organization: smallOrganization(), config: deleteEverything });
    await deployBundle();
    stage.organization.faults.add({
      operation: 'iam:DeleteAccessKey',
      accountId: PROD,
      kind: 'delay',
      delayMilliseconds: 1500,
      calls: [2],
    });
    const killed = killOnce(
      () => stage.organization.journal.count({ operation: 'iam:DeleteAccessKey', accountId: PROD }) > 0,
    );

    const run = await stage.sweep();

    expect(await killed).toBe(true);
    expect(run.state).toBe('finished');
    expect(stage.keysOf(PROD, 'alice')).toEqual([]);
    expect((await stage.summary()).states).toMatchObject({ compliant: 2 });
  });
});

/** Kills the agent's process once something is so. */
async function killOnce(isTime: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 1000; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    const [pid] = agentProcesses();
    if (pid === undefined || !isTime()) continue;
    process.kill(pid, 'SIGKILL');
    return true;
  }
  return false;
}
