import type { Failure } from '@keysweep/core';

const REFUSALS = new Set(['EACCES', 'EPERM', 'EROFS']);

/** Turns what the file system threw into data. `operation` is `file:Read`, `file:Write` or `file:List`. */
export function fileFailure(operation: string, error: unknown): Failure {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  return { kind: REFUSALS.has(code) ? 'access-denied' : 'service-error', operation, code, message };
}

/** Whether the file system says that there is no such file; a folder where a file should be is something else. */
export function saysNoFile(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}

/** Whether the file system says that the file is there already. */
export function saysExists(error: unknown): boolean {
  return codeOf(error) === 'EEXIST';
}

function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : null;
  return typeof code === 'string' ? code : 'NotAFileError';
}
