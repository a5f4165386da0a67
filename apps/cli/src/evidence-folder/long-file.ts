import { rename } from 'node:fs/promises';
import type { Failure, LongRecord } from '@keysweep/core';
import { draftOf, type DraftFile } from './draft-file.ts';
import { fileFailure } from './file-failure.ts';

/** So much text is gathered, in characters, before it is written. */
const PIECE = 1_048_576;

/** A record of any length as a draft that becomes the file once it is ended. */
export function longFile(path: string): LongRecord {
  let gathered = '';
  let failure: Failure | null = null;
  let draft: DraftFile | null = null;
  const attempt = async (work: (draft: DraftFile) => Promise<void>): Promise<void> => {
    if (failure !== null) return;
    try {
      draft ??= await draftOf(path);
      await work(draft);
    } catch (error) {
      failure = fileFailure('file:Write', error);
      await draft?.discard();
    }
  };
  return {
    write: async (text) => {
      gathered += text;
      if (gathered.length < PIECE) return;
      const whole = wholeOf(gathered);
      gathered = gathered.slice(whole.length);
      await attempt((begun) => begun.write(whole));
    },
    end: async () => {
      await attempt(async (begun) => {
        await begun.write(gathered);
        await begun.finish();
        await rename(begun.path, path);
      });
      return failure;
    },
  };
}

/** Without half a character at its end: the other half comes with the next piece. */
function wholeOf(text: string): string {
  return /[\uD800-\uDBFF]$/.test(text.slice(-1)) ? text.slice(0, -1) : text;
}
