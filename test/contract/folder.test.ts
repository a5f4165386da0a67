import { describe } from 'vitest';
import { printTally } from './contract.ts';
import { describeEvidenceStoreContract } from './evidence-store.contract.ts';
import { folderBackend, overlayBackend } from './folder-backend.ts';

describe.each([folderBackend, overlayBackend])('contract on a $name', (backend) => {
  printTally(backend);
  describeEvidenceStoreContract(backend);
});
