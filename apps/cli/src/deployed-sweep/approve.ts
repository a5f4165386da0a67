import { describeHeldRun, type HeldRunDescription } from '@keysweep/aggregator';
import { pace, sweepSwitch } from '@keysweep/aws';
import { KeysweepError, LONGEST_TEXT } from '@keysweep/core';
import { askerOf, demandYes } from '../confirmation.ts';
import { voiceOf } from '../from-here/quiet.ts';
import type { Terminal } from '../terminal.ts';
import { runIdNamed } from './followed.ts';
import { heldRunText } from './held-run-text.ts';
import { openSweeps, type DeployedOptions, type DeployedSweeps } from './open-sweeps.ts';
import { switchWarning } from './outlook.ts';
import { start } from './start.ts';
import { goOn, NOTHING_STARTED } from './sweep-deployed.ts';

/** What an approval is asked for. */
export interface ApproveOptions extends DeployedOptions {
  readonly reason?: string;
}

const READS_AT_A_TIME = 20;

/**
 * Lets a held run of the policy go on, once somebody has seen what it would do and said yes; as `sweepDeployed` otherwise. Whether
 * it may go on the centre decides. Throws `approval-refused` where it certainly may not.
 */
export async function approve(word: string, options: ApproveOptions, terminal: Terminal): Promise<number> {
  const ask = askerOf(options, terminal, NOTHING_STARTED);
  const reason = demandReason(options);
  const voice = voiceOf(terminal, options.quiet ?? false);
  const sweeps = await openSweeps(options);
  const described = await describe(await runIdNamed(word, sweeps), sweeps);
  voice.tell(`You are ${sweeps.caller.arn}, in ${sweeps.accountId} (${sweeps.region}).`);
  voice.warn(heldRunText(described));
  for (const warning of switchWarning(await sweepSwitch(sweeps.connection).read())) voice.warn(`warning  ${warning}`);
  await demandYes(ask, `Let it do that, because of “${reason}”?`);
  const approval = { runId: described.runId, by: sweeps.caller.arn, reason };
  return goOn({ followed: await start(sweeps, approval), approval }, { sweeps, options, terminal, voice });
}

async function describe(runId: string, { policy, evidence }: DeployedSweeps): Promise<HeldRunDescription> {
  const run = { policy, runId };
  const described = await describeHeldRun(run, { evidence, paceOfAccounts: pace(READS_AT_A_TIME) });
  const { approved } = described;
  if (approved === null) return described;
  throw new KeysweepError(
    'approval-refused',
    `the run ${runId} was approved by ${approved.by}, as the run ${approved.approvedAs}: ${approved.reason}`,
    { hint: `to see what became of it: keysweep sweep --follow ${approved.approvedAs} --policy ${policy}` },
  );
}

function demandReason({ reason = '' }: ApproveOptions): string {
  if (/\S/.test(reason) && reason.length <= LONGEST_TEXT) return reason;
  throw new KeysweepError('usage', 'an approval says with --reason why, in at most 1,024 characters', {
    hint: 'it stands in the terms of the run, in its verdict and in the history of the policy',
  });
}
