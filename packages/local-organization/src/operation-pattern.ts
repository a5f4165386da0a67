/** A pattern of operations or actions: `iam:ListAccessKeys`, `iam:Get*`, `iam:*` or `*`. */
export type OperationPattern = string;

const compiled = new Map<OperationPattern, RegExp>();

/** Whether a `service:Operation` falls under a pattern. Letters match without regard to case, as in IAM's policies. */
export function matchesOperation(pattern: OperationPattern, operation: string): boolean {
  if (pattern === operation || pattern === '*') return true;
  if (!pattern.includes('*') && pattern.length !== operation.length) return false;
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    const source = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
    expression = new RegExp(`^${source}$`, 'i');
    compiled.set(pattern, expression);
  }
  return expression.test(operation);
}
