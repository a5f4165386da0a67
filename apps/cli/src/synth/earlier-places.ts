import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assignmentsSchema, readJsonRecord, type Assignments, type EarlierPlaces } from '@keysweep/core';

/**
 * Where the OUs of the organization were when synth last wrote into a folder; none where it never did, or did for another
 * organization. It only serves to explain: what cannot be read explains nothing.
 */
export async function readEarlierPlaces(folder: string, organizationId: string): Promise<EarlierPlaces> {
  const earlier = await readAssignments(folder);
  if (earlier === null || earlier.organizationId !== organizationId) return new Map();
  return new Map(earlier.organizationalUnits.map(({ path, id }) => [path, id]));
}

async function readAssignments(folder: string): Promise<Assignments | null> {
  try {
    const reading = readJsonRecord(assignmentsSchema, await readFile(join(folder, 'assignments.json'), 'utf8'));
    return reading.state === 'known' ? reading.value : null;
  } catch {
    return null;
  }
}
