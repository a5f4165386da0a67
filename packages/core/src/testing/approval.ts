import type { Approval } from '../approval.ts';
import { RUN } from './plan.ts';

/** An approval of the run of the examples. */
export function anApproval(overrides: Partial<Approval> = {}): Approval {
  return { runId: RUN, by: 'olivia', reason: 'the first step of the roll-out', ...overrides };
}
