import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EvidenceStore } from '@keysweep/core';
import { MemoryEvidenceStore } from '@keysweep/core/memory';
import { folderEvidence } from '../../apps/cli/src/evidence-folder/folder-evidence.ts';
import { overlayEvidence } from '../../apps/cli/src/evidence-folder/overlay-evidence.ts';
import type { Backend } from './contract.ts';
import type { World } from './world.ts';

const notHere = (): never => {
  throw new TypeError('there is nothing but evidence here');
};

/** A world of nothing but evidence, in a folder of its own. */
async function evidenceWorld(storeIn: (folder: string) => EvidenceStore): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'keysweep-evidence-'));
  const store = storeIn(folder);
  return {
    managementAccountId: '',
    accountId: notHere,
    iamReader: notHere,
    accessKeyWriter: notHere,
    organizationReader: notHere,
    auditAccess: notHere,
    evidenceStore: () => store,
    sweepSwitch: notHere,
    turnSwitch: notHere,
    stackInstances: notHere,
    isExecutionAtWork: notHere,
    execute: notHere,
    orderSigner: notHere,
    agent: notHere,
    notifier: notHere,
    messages: notHere,
    administrator: notHere,
    eventBus: notHere,
    setPageSize: () => undefined,
    addFault: notHere,
    requests: notHere,
    close: () => rm(folder, { recursive: true }),
  };
}

const evidenceOnly: Pick<Backend, 'pageSizes' | 'allowedDifferences' | 'notChecked'> = {
  pageSizes: [1000],
  allowedDifferences: [
    {
      number: 1,
      test: 'a long record that fails in the middle says so in the end, and leaves what was there',
      reason: 'a folder has no parts of which one could be refused; its own failures are in folder-evidence.test.ts',
    },
  ],
  notChecked: ['everything but EvidenceStore'],
};

/** Evidence in a folder of files. */
export const folderBackend: Backend = {
  ...evidenceOnly,
  name: 'folder',
  makeWorld: () => evidenceWorld(folderEvidence),
};

/** Evidence in a folder, over a bucket that has none. */
export const overlayBackend: Backend = {
  ...evidenceOnly,
  name: 'folder over a bucket',
  makeWorld: () =>
    evidenceWorld((folder) => overlayEvidence({ base: new MemoryEvidenceStore(), own: folderEvidence(folder) })),
};
