import type { OperationPattern } from './operation-pattern.ts';
import { matchesOperation } from './operation-pattern.ts';

/**
 * What goes wrong. The first three are answered in the service's own dialect; `drop-connection` dies before the
 * operation is applied, `drop-answer` after it; `malformed` answers 200 with a body that no parser accepts, unapplied;
 * `delay` only waits.
 */
export type FaultKind =
  'AccessDenied' | 'Throttling' | 'InternalFailure' | 'drop-connection' | 'malformed' | 'drop-answer' | 'delay';

/** A scripted fault. */
export interface Fault {
  readonly operation: OperationPattern;
  /** The account acted upon, as in the journal; every account if left out. */
  readonly accountId?: string;
  readonly matches?: (input: Readonly<Record<string, unknown>>) => boolean;
  /** Which of the matching calls are hit, counted from 1; all if left out. */
  readonly calls?: 'all' | readonly number[];
  readonly kind: FaultKind;
  readonly delayMilliseconds?: number;
}

/** A call, as faults see it. */
export interface FaultableCall {
  readonly operation: string;
  readonly accountId: string | null;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A fault that can be taken away again. */
export interface FaultHandle {
  remove(): void;
}

interface ArmedFault {
  readonly fault: Fault;
  seen: number;
}

/** The scripted faults of the organization. */
export class Faults {
  readonly #armed = new Set<ArmedFault>();

  /** Arms a fault until the handle's `remove`. */
  add(fault: Fault): FaultHandle {
    const armed: ArmedFault = { fault, seen: 0 };
    this.#armed.add(armed);
    return { remove: () => void this.#armed.delete(armed) };
  }

  /** Removes all faults. */
  clear(): void {
    this.#armed.clear();
  }

  /** The faults that hit this call. Every fault that matches counts the call, hit or not. */
  hitting(call: FaultableCall): readonly Fault[] {
    const hits: Fault[] = [];
    for (const armed of this.#armed) {
      if (!matchesCall(armed.fault, call)) continue;
      armed.seen += 1;
      const { calls = 'all' } = armed.fault;
      if (calls === 'all' || calls.includes(armed.seen)) hits.push(armed.fault);
    }
    return hits;
  }
}

function matchesCall(fault: Fault, call: FaultableCall): boolean {
  return (
    matchesOperation(fault.operation, call.operation) &&
    (fault.accountId === undefined || fault.accountId === call.accountId) &&
    (fault.matches === undefined || fault.matches(call.input))
  );
}
