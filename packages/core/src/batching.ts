/** How the accounts of a run are dealt out to functions of the centre. */
export interface Batching {
  /** Accounts that one function takes on, all at a time. */
  readonly batchSize: number;
  /** Functions at work at a time. */
  readonly maxConcurrency: number;
}

/** An answer of an agent may have 5 MB, and a function holds one of each of its accounts. */
const MOST_PER_BATCH = 20;
/** A small organization is dealt out too: a function that dies takes a tenth with it, not everything. */
const FEWEST_BATCHES = 10;
/** As many functions as a new account may run at a time: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const FEWEST_AT_A_TIME = 10;
/** 2,000 accounts at a time; a tenth of the functions that an account may run by default. */
const MOST_AT_A_TIME = 100;
/** Above the fewest, batches wait this long in line: a run of 10,000 accounts takes a few minutes' worth of turns. */
const TURNS = 8;

/** The batches of a run of so many accounts: whole numbers from 1, also where there is none. Pure. */
export function batchingOf(accounts: number): Batching {
  const batchSize = between(1, Math.ceil(accounts / FEWEST_BATCHES), MOST_PER_BATCH);
  const batches = Math.ceil(accounts / batchSize);
  const turns = between(FEWEST_AT_A_TIME, Math.ceil(batches / TURNS), MOST_AT_A_TIME);
  return { batchSize, maxConcurrency: between(1, turns, Math.max(1, batches)) };
}

function between(least: number, value: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
