import type { AccountStateName, AccountSummary, Ending, Finding, SummarisedKey, Summary } from '@keysweep/core';

/** How a word should feel to a reader: fine, worth knowing, worth a look, broken, or of no account. */
export type Tone = 'good' | 'info' | 'warn' | 'bad' | 'quiet';

/** How one value is put to a reader. `shade` tells values of one tone apart in a chart, 1 being the strongest. */
export interface Label {
  readonly label: string;
  readonly tone: Tone;
  readonly shade: 1 | 2 | 3 | 4;
}

/** The label of each account state. */
export const STATE_LABELS: Readonly<Record<AccountStateName, Label>> = {
  compliant: { label: 'Compliant', tone: 'good', shade: 1 },
  observed: { label: 'Observed', tone: 'info', shade: 1 },
  pending: { label: 'Pending', tone: 'info', shade: 2 },
  paused: { label: 'Paused', tone: 'warn', shade: 2 },
  unknown: { label: 'Unknown', tone: 'warn', shade: 1 },
  'non-compliant': { label: 'Non-compliant', tone: 'bad', shade: 1 },
  incomplete: { label: 'Incomplete', tone: 'bad', shade: 2 },
  unreachable: { label: 'Unreachable', tone: 'bad', shade: 3 },
  'not-deployed': { label: 'Not deployed', tone: 'bad', shade: 4 },
  excluded: { label: 'Excluded', tone: 'quiet', shade: 1 },
  suspended: { label: 'Suspended', tone: 'quiet', shade: 2 },
};

/** The label of each way a key can end, and what it means. */
export const ENDING_LABELS: Readonly<Record<Ending, Label & { readonly meaning: string }>> = {
  deleted: { label: 'Deleted', tone: 'good', shade: 1, meaning: 'the key is gone' },
  deactivated: { label: 'Deactivated', tone: 'good', shade: 2, meaning: 'the key is there and no longer works' },
  'already-gone': { label: 'Already gone', tone: 'good', shade: 3, meaning: 'somebody else deleted it before us' },
  'already-inactive': {
    label: 'Already inactive',
    tone: 'good',
    shade: 4,
    meaning: 'somebody else deactivated it before us',
  },
  kept: { label: 'Kept', tone: 'quiet', shade: 1, meaning: 'the policy leaves it' },
  exempt: { label: 'Exempt', tone: 'quiet', shade: 2, meaning: 'its user is exempt' },
  observed: { label: 'Observed', tone: 'info', shade: 1, meaning: 'the policy only observes' },
  unknown: {
    label: 'Unknown',
    tone: 'warn',
    shade: 1,
    meaning: 'something about it could not be read, so it was not touched',
  },
  refused: {
    label: 'Refused',
    tone: 'warn',
    shade: 2,
    meaning: 'the agent would not: what it saw no longer fitted the plan, or a limit was reached',
  },
  failed: { label: 'Failed', tone: 'bad', shade: 1, meaning: 'IAM did not let us change it' },
  'not-attempted': { label: 'Not attempted', tone: 'bad', shade: 3, meaning: 'the time was over before its turn came' },
};

/** What stands in place of an ending where no run has judged a key. */
export const UNJUDGED = { value: 'not-judged', label: 'Not judged', tone: 'quiet' } as const;

/** The label of an ending; null is a key that no run has judged. */
export function endingLabel(ending: Ending | null): Pick<Label, 'label' | 'tone'> & { readonly value: string } {
  return ending === null ? UNJUDGED : { value: ending, ...ENDING_LABELS[ending] };
}

/** The label of where a key stands. */
export const STANDING_LABELS: Readonly<Record<SummarisedKey['standing'], Pick<Label, 'label' | 'tone'>>> = {
  settled: { label: 'Settled', tone: 'quiet' },
  overdue: { label: 'Overdue', tone: 'bad' },
  'not-yet-due': { label: 'Not yet due', tone: 'info' },
  'left-scope': { label: 'Left the scope', tone: 'warn' },
};

/** The label of each verdict. */
export const VERDICT_LABELS: Readonly<Record<Summary['verdict'], Omit<Label, 'shade'>>> = {
  compliant: { label: 'Compliant', tone: 'good' },
  'non-compliant': { label: 'Not compliant', tone: 'bad' },
  'coverage-incomplete': { label: 'Coverage incomplete', tone: 'bad' },
};

/** The label of each severity of a finding. */
export const SEVERITY_LABELS: Readonly<Record<Finding['severity'], Omit<Label, 'shade'>>> = {
  act: { label: 'Act', tone: 'bad' },
  look: { label: 'Look', tone: 'warn' },
};

/** States in the order of a chart: what is fine first, what is out of scope last. */
export const STATE_ORDER = Object.keys(STATE_LABELS) as readonly AccountStateName[];
/** Endings in the order of a chart: what was revoked first, what went wrong last. */
export const ENDING_ORDER = Object.keys(ENDING_LABELS) as readonly Ending[];

/** Where keys may stand, the settled ones first. */
export const STANDING_ORDER = Object.keys(STANDING_LABELS) as readonly SummarisedKey['standing'][];

/** Whether an account counts as covered, in words. */
export function coverageLabel({ inScope, covered }: Pick<AccountSummary, 'inScope' | 'covered'>): string {
  if (!inScope) return 'out of scope';
  return covered ? 'covered' : 'not covered';
}

/** What a second look at a key found, in words. */
export const VERIFIED_LABELS = { true: 'confirmed', false: 'still seen', null: 'not looked' } as const;
