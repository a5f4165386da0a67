import { pace } from '@keysweep/aws';
import { AUDIT_ROLE_NAME } from '@keysweep/stacksets/names';
import { EXIT_CODES } from '../exit-codes.ts';
import { voiceOf } from '../from-here/quiet.ts';
import { listenForInterruption } from '../interruption.ts';
import { blindNotes } from '../plan/blind-notes.ts';
import { chooseAccounts, type Chosen, type Wanted } from '../plan/choose-accounts.ts';
import { inOrder } from '../plan/in-order.ts';
import { openOutFile, type OutFile } from '../plan/out-file.ts';
import { accountPlanner } from '../plan/plan-account.ts';
import { endOfPlan, type PlanEnd, type PlanHead } from '../plan/plan-end.ts';
import { openPlanStation, type PlanStation, type PlanStationOptions } from '../plan/plan-station.ts';
import { planTotals } from '../plan/plan-totals.ts';
import { csvPrinter } from '../plan/print-csv.ts';
import { jsonPrinter, type PlanPrinter } from '../plan/print-json.ts';
import { tablePrinter } from '../plan/print-table.ts';
import { changesAmong } from '../plan/tally.ts';
import { printable } from '../printable.ts';
import { tellProgress, toldPace } from '../progress.ts';
import type { Terminal } from '../terminal.ts';

/** What a plan is asked for. */
export interface PlanOptions extends PlanStationOptions, Wanted {
  /** The role to look through; the deployed audit role lets nobody in but the centre. */
  readonly roleName?: string;
  readonly output: 'table' | 'json' | 'csv';
  /** A file for the plan as JSON, whatever is printed. */
  readonly out?: string;
  /** Whether something that would change ends the command with an exit code of its own. */
  readonly detailedExitcode?: boolean;
  readonly quiet?: boolean;
}

/** As the centre has it. */
const ACCOUNTS_AT_A_TIME = 20;
/** So many plans are held at most, while one that comes before them is waited for. */
const ACCOUNTS_AHEAD = 60;

/**
 * Says key by key what sweeps would do now, in every account or in some, by reading alone. Accounts are printed as they come, in
 * their order. Ends with 4 where an account could not be read, or not in full; else, if asked to, with 2 where a key would be
 * changed.
 */
export async function plan(options: PlanOptions, terminal: Terminal): Promise<number> {
  const { roleName = AUDIT_ROLE_NAME, quiet = false } = options;
  const { tell, warn } = voiceOf(terminal, quiet);
  const station = await openPlanStation(options, warn);
  const chosen = chooseAccounts(options, station);
  const file = options.out === undefined ? null : openOutFile(options.out);
  try {
    const at = new Date();
    const printers = [printerOf(options, terminal), ...(file === null ? [] : [jsonPrinter(file.write)])];
    const head = headOf(station, chosen, { at, roleName });
    if (options.output !== 'table') for (const note of blindNotes(head.centre)) warn(`warning  ${printable(note)}`);
    for (const { begin } of printers) begin(head);
    const end = await planAll(chosen, { station, roleName, at, printers }, { terminal, quiet, file });
    for (const printer of printers) printer.end(end);
    file?.finish();
    if (options.roleName === undefined) warnOfRole(end, warn);
    tell(`Nothing was changed in AWS.${options.out === undefined ? '' : ` ${printable(options.out)} has it all.`}`);
    return exitCodeOf(end, options.detailedExitcode ?? false);
  } finally {
    file?.discard();
  }
}

function printerOf({ output }: PlanOptions, terminal: Terminal): PlanPrinter {
  if (output === 'json') return jsonPrinter(terminal.data);
  return output === 'csv' ? csvPrinter(terminal.data) : tablePrinter(terminal);
}

function headOf(
  { organization, hashed, caller, centre }: PlanStation,
  { only }: Chosen,
  { at, roleName }: { readonly at: Date; readonly roleName: string },
): PlanHead {
  return {
    schema: 'keysweep/cli-plan/1',
    organizationId: organization.id,
    at: at.toISOString(),
    configHash: hashed.configHash,
    caller: caller.arn,
    roleName,
    only,
    centre: centre.state,
  };
}

interface Planning {
  readonly station: PlanStation;
  readonly roleName: string;
  readonly at: Date;
  readonly printers: readonly PlanPrinter[];
}

interface Surroundings {
  readonly terminal: Terminal;
  readonly quiet: boolean;
  readonly file: OutFile | null;
}

async function planAll(
  chosen: Chosen,
  { printers, ...looking }: Planning,
  { terminal, quiet, file }: Surroundings,
): Promise<PlanEnd> {
  const progress = tellProgress(terminal, quiet);
  const interruption = listenForInterruption(() => {
    terminal.say('Stopped; nothing was changed. The same command plans again.');
    file?.discard();
    process.exit(EXIT_CODES.interrupted);
  });
  const totals = planTotals(chosen.leftOut.length);
  const few = toldPace(pace(ACCOUNTS_AT_A_TIME), progress.step);
  const planAccount = accountPlanner(looking);
  progress.begin('planning', chosen.swept.length);
  try {
    const planned = inOrder(chosen.swept, ACCOUNTS_AHEAD, (account) => few.run(() => planAccount(account)));
    for await (const account of planned) {
      totals.take(account);
      for (const printer of printers) printer.account(account);
    }
    return await endOfPlan(totals, chosen, looking);
  } finally {
    interruption.release();
    progress.end();
  }
}

function warnOfRole({ totals: { accounts } }: PlanEnd, warn: (text: string) => void): void {
  if (accounts.unread === 0) return;
  const read = accounts.planned - accounts.unread;
  warn(
    `warning  ${AUDIT_ROLE_NAME} let us into ${read} of ${accounts.planned} accounts: it is for the centre alone. ` +
      'Name a role that you may assume there with --role-name, such as OrganizationAccountAccessRole.',
  );
}

function exitCodeOf({ totals: { accounts, keys } }: PlanEnd, isDetailed: boolean): number {
  if (accounts.unread + accounts.partlyRead > 0) return EXIT_CODES.coverageIncomplete;
  return isDetailed && changesAmong(keys) > 0 ? EXIT_CODES.changes : EXIT_CODES.ok;
}
