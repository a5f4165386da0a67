/** The unit names of a path such as `/Workloads/Prod`; `\/` is a slash within a name, `/` the root. */
export function unitPathSegments(path: string): readonly string[] {
  return [...path.matchAll(/\/((?:\\\/|[^/])+)/g)].map(([, name = '']) => name.replaceAll('\\/', '/'));
}
