import type { Departure, Visit } from './execution-run.ts';
import { evaluateTemplate } from './expression.ts';
import type { Bindings } from './expression.ts';

/** What a state is left with. */
export interface Leaving {
  readonly visit: Visit;
  readonly bindings: Bindings;
  /** The output where the state names none. */
  readonly otherwise: unknown;
}

/**
 * Evaluates Output and Assign, both with the variables as they were, and leaves for the next state.
 * https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
 */
export async function depart(
  processing: { readonly Output?: unknown; readonly Assign?: Readonly<Record<string, unknown>> | undefined },
  { visit, bindings, otherwise }: Leaving,
  next: string | null,
): Promise<Departure> {
  const { Output: template, Assign: assign = {} } = processing;
  const output = template === undefined ? otherwise : await evaluateTemplate(template, bindings, 'Output');
  const assigned = await evaluateTemplate(assign, bindings, 'Assign');
  for (const [name, value] of Object.entries(assigned as object)) visit.run.variables.set(name, value);
  return { output, next };
}
