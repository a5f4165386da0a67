import { validationError } from './refusals.ts';

/** Something that must come after others. */
export interface Dependent {
  readonly logicalId: string;
  readonly dependsOn: ReadonlySet<string>;
}

/**
 * Resources, each after those it depends on, else as they were. Dependencies that are not among them are dropped.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html
 * @throws ServiceError `ValidationError` where they depend on each other in a circle.
 */
export function inDependencyOrder<T extends Dependent>(resources: Iterable<T>): ReadonlyMap<string, T> {
  const waiting = new Map([...resources].map((each) => [each.logicalId, each]));
  const ids = new Set(waiting.keys());
  const ordered = new Map<string, T>();
  while (waiting.size > 0) {
    const isReady = (each: T): boolean => [...each.dependsOn].every((id) => !ids.has(id) || ordered.has(id));
    const next = [...waiting.values()].find(isReady);
    if (next === undefined) {
      throw validationError(`Circular dependency between resources: [${[...waiting.keys()].join(', ')}]`);
    }
    ordered.set(next.logicalId, next);
    waiting.delete(next.logicalId);
  }
  return ordered;
}
