import { KeysweepError } from '@keysweep/core';

/** The disk's fault, and not that of whoever named the file. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO']);

/**
 * Why a file or folder could not be written: `output-unwritable` where there is no room for it, `usage` where another should be
 * named. `what` it is that `--out` names.
 */
export function unwritable(path: string, what: 'file' | 'folder', cause: unknown): KeysweepError {
  const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : null;
  const why = typeof code === 'string' ? `: ${code}` : '';
  if (typeof code === 'string' && NO_ROOM.has(code))
    return new KeysweepError('output-unwritable', `${path} could not be written${why}`, {
      hint: `make room, or name another ${what} with --out; what was there before is as it was`,
      cause,
    });
  return new KeysweepError('usage', `${path} cannot be written to${why}`, {
    hint: `name another ${what} with --out`,
    cause,
  });
}
