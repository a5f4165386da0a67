import type { SweepSwitch, SwitchPosition } from '../ports.ts';
import { unknown, type Failure, type Reading } from '../reading.ts';
import { readSwitchPosition } from '../switch-position.ts';

/** The switch in memory. `failing` makes reading it fail. */
export class MemorySweepSwitch implements SweepSwitch {
  failing: (operation: 'ssm:GetParameter') => Failure | null = () => null;
  /** What the parameter says; null: there is no parameter. */
  text: string | null;

  constructor(text: string | null = 'enabled') {
    this.text = text;
  }

  async read(): Promise<Reading<SwitchPosition>> {
    const failure = this.failing('ssm:GetParameter');
    if (failure !== null) return unknown(failure);
    return this.text === null ? { state: 'absent' } : readSwitchPosition(this.text);
  }
}
