import type { StackInstances, StackInstanceStatus } from '../ports.ts';
import { known, unknown, type Failure, type Reading } from '../reading.ts';

/** Stack instances in memory, by account id. Null: there is no StackSet. `failing` makes reading them fail. */
export class MemoryStackInstances implements StackInstances {
  failing: () => Failure | null = () => null;
  statuses: ReadonlyMap<string, StackInstanceStatus> | null;

  constructor(statuses: ReadonlyMap<string, StackInstanceStatus> | null) {
    this.statuses = statuses;
  }

  async read(): Promise<Reading<ReadonlyMap<string, StackInstanceStatus>>> {
    const failure = this.failing();
    if (failure !== null) return unknown(failure);
    return this.statuses === null ? { state: 'absent' } : known(new Map(this.statuses));
  }
}
