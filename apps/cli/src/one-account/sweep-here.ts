import { createHash } from 'node:crypto';
import {
  accessKeyWriter,
  createIamClient,
  iamReader,
  pace,
  systemClock,
  type CallerIdentity,
  type Connection,
} from '@keysweep/aws';
import { keysToChange, KeysweepError, type AccountPlan, type Outcome, type SweptHere } from '@keysweep/core';
import { planOwnAccount, sweepOwnAccount, type OwnAccount } from '@keysweep/revoker';
import { askerOf, demandYes, type ConfirmOptions } from '../confirmation.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { inFolder } from '../from-here/choose-evidence.ts';
import { voiceOf, type Voice } from '../from-here/quiet.ts';
import { listenForInterruption } from '../interruption.ts';
import { connectionOf, type AwsOptions } from '../organization/connection.ts';
import { identifyCaller } from '../organization/identify-caller.ts';
import { printable } from '../printable.ts';
import type { Terminal } from '../terminal.ts';
import { demandFresh } from './demand-fresh.ts';
import { dueNow } from './due-now.ts';
import { outcomesText, planHereText } from './here-text.ts';
import { applyOwnKeyLast } from './own-key-last.ts';
import { rulesHere, type RulesHere, type RulesOptions } from './rules-here.ts';

/** What a sweep of one's own account is asked for. */
export interface HereOptions extends RulesOptions, AwsOptions, ConfirmOptions {
  readonly out?: string;
  readonly output: 'table' | 'json';
  readonly quiet?: boolean;
}

const CALLS_AT_A_TIME = 5;
/** IAM has one control plane per partition; its Region only says which partition is meant. */
const DEFAULT_REGION = 'us-east-1';
/** How long reading and revoking may take, each: as long as credentials of a role last at least. */
const MOST_MS = 30 * 60_000;
const NO_TEMPLATE = 'none: from here';

/**
 * Sweeps the caller's own account with the caller's own credentials: plans, stores the plan, shows it key by key, and once somebody
 * has said yes applies exactly that; IAM is read again first, and what no longer holds is spared and said. Ends with 0; with 4 where
 * something could not be read; with 5 where the account is refused as a whole. Throws `run-incomplete` where keys are left.
 */
export async function sweepHere(options: HereOptions, terminal: Terminal): Promise<number> {
  const ask = askerOf(options, terminal, {
    nothing: 'nothing is revoked',
    hint: 'see the plan first, at a terminal; then say --yes',
  });
  const voice = voiceOf(terminal, options.quiet ?? false);
  const rules = await rulesHere(options);
  const connection = connectionOf(options, DEFAULT_REGION);
  const caller = await identifyCaller(connection, options.profile);
  const out = options.out ?? `keysweep-here-${caller.accountId}`;
  const evidence = await inFolder(out);
  const due = await dueNow({ evidence, accountId: caller.accountId, clock: systemClock });
  const sweeping: Sweeping = { rules, connection, caller, evidence, outcomes: [] };
  voice.tell(`You are ${caller.arn}. Evidence in ${printable(out)}.`);
  const plan = await planOwnAccount(due, ownAccount(sweeping));
  voice.warn(planHereText(plan, { rules, ownKeyId: caller.accessKeyId }, terminal));
  const changes = keysToChange(plan).length;
  if (changes > 0) {
    await demandYes(
      ask,
      `${rules.action === 'delete' ? 'Delete' : 'Deactivate'} ${changes === 1 ? 'it' : `these ${changes}`}?`,
    );
    demandFresh(plan, new Date());
  }
  const answer = changes === 0 ? null : await applyAndTell(due, sweeping, { terminal, voice, options });
  if (options.output === 'json') printJson({ schema: 'keysweep/cli-here/1', plan, answer }, terminal);
  return exitCodeOf(plan);
}

interface Sweeping {
  readonly rules: RulesHere;
  readonly connection: Connection;
  readonly caller: CallerIdentity;
  readonly evidence: OwnAccount['evidence'];
  /** What became of keys so far, before anybody looked again. */
  readonly outcomes: Outcome[];
}

function ownAccount({ rules, connection, caller, evidence, outcomes }: Sweeping): OwnAccount {
  const iam = createIamClient(connection);
  const by = new Date(Date.now() + MOST_MS);
  const configHash = createHash('sha256').update(JSON.stringify(rules)).digest('hex');
  return {
    environment: { rules, configHash, templateVersion: NO_TEMPLATE },
    accountId: caller.accountId,
    caller: caller.arn,
    reader: iamReader(iam),
    writer: accessKeyWriter(iam),
    evidence,
    pace: pace(CALLS_AT_A_TIME),
    clock: systemClock,
    planBy: by,
    finishBy: by,
    apply: applyOwnKeyLast(caller.accessKeyId),
    onOutcome: (outcome) => void outcomes.push(outcome),
  };
}

interface Telling {
  readonly terminal: Terminal;
  readonly voice: Voice;
  readonly options: HereOptions;
}

async function applyAndTell(
  due: Date,
  sweeping: Sweeping,
  { terminal, voice, options }: Telling,
): Promise<SweptHere['answer']> {
  const interruption = listenForInterruption(() => {
    voice.warn(`Stopped.\n${outcomesText(sweeping.outcomes)}\nThe same command plans anew, by what is there.`);
    process.exit(EXIT_CODES.interrupted);
  });
  try {
    const { answer } = await sweepOwnAccount(due, ownAccount(sweeping));
    if (options.output === 'table') terminal.data(outcomesText(answer.outcomes));
    return answer;
  } catch (error) {
    if (!(error instanceof KeysweepError) || error.code !== 'run-incomplete') throw error;
    voice.warn(outcomesText(sweeping.outcomes));
    throw new KeysweepError('run-incomplete', error.message, {
      hint: 'the same command plans anew, by what is there',
      cause: error,
    });
  } finally {
    interruption.release();
  }
}

function printJson(swept: SweptHere, { data }: Terminal): void {
  data(JSON.stringify(swept, null, 2));
}

function exitCodeOf({ refusal, unknowns, keys }: AccountPlan): number {
  if (refusal !== null) return EXIT_CODES.held;
  const isUnread = unknowns.length > 0 || keys.some(({ decision }) => decision === 'unknown');
  return isUnread ? EXIT_CODES.coverageIncomplete : EXIT_CODES.ok;
}
