import type { LocalOrganization } from '../local-organization.ts';
import { put } from './central.ts';

/** A Task that calls the function `work` with the state's input; it ends the machine unless it has a `Next`. */
export function task(more: object = {}): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: 'work', Payload: '{% $states.input %}' },
    ...('Next' in more ? {} : { End: true }),
    ...more,
  };
}

/** Lets `work` fail with an error of each name in turn; at null, and afterwards, it is done. */
export function failing(organization: LocalOrganization, errors: readonly (string | null)[]): void {
  const left = [...errors];
  put(organization, 'work', () => {
    const name = left.shift() ?? null;
    if (name !== null) throw Object.assign(new Error(`it was ${name}`), { name });
    return 'done';
  });
}
