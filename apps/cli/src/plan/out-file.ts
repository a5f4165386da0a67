import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { unwritable } from '../unwritable.ts';

/** A file that is written piece by piece, and is there once it is whole. */
export interface OutFile {
  readonly write: (text: string) => void;
  readonly finish: () => void;
  /** Leaves nothing of it behind, unless it is finished. */
  readonly discard: () => void;
}

/** Begins a file. Throws `usage` where it cannot be written to, `output-unwritable` where there is no room. */
export function openOutFile(path: string): OutFile {
  const draft = `${path}.draft`;
  const orRefuse = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (cause) {
      throw unwritable(path, 'file', cause);
    }
  };
  const file = orRefuse(() => openSync(draft, 'w'));
  const state = { isOpen: true };
  const close = (): void => {
    if (state.isOpen) closeSync(file);
    state.isOpen = false;
  };
  return {
    write: (text) => void orRefuse(() => writeSync(file, text)),
    finish: () =>
      orRefuse(() => {
        close();
        renameSync(draft, path);
      }),
    discard: () => {
      close();
      rmSync(draft, { force: true });
    },
  };
}
