import { KeysweepError } from '@keysweep/core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { locateMoto, startMoto, type MotoProcess } from '../moto/moto-process.ts';
import { describeAccessKeyWriterContract, describeLostAnswerContract } from './access-key-writer.contract.ts';
import { describeAuditAccessContract } from './audit-access.contract.ts';
import { printTally } from './contract.ts';
import { describeEvidenceStoreContract } from './evidence-store.contract.ts';
import { describeHeadlineContract } from './headline.contract.ts';
import { describeIamPagingContract } from './iam-paging.contract.ts';
import { describeIamReaderContract } from './iam-reader.contract.ts';
import { motoBackend } from './moto-backend.ts';
import { describeOrganizationReaderContract } from './organization-reader.contract.ts';
import { describeSweepSwitchContract } from './sweep-switch.contract.ts';

const WHY_NOT = 'SKIPPED: moto_server is not here and could not be installed, so nothing was checked against moto';

const executable = locateMoto();
if (executable === null) reportAbsence();
else describe('contract on moto', () => runContract(executable));

/** In CI a contract that did not run is a failure; on a desk it is said out loud. */
function reportAbsence(): void {
  if (process.env['CI'] === 'true') throw new KeysweepError('environment-invalid', WHY_NOT);
  console.warn(`contract: moto 0. ${WHY_NOT}.`);
  it.skip(`contract on moto: ${WHY_NOT}`);
}

function runContract(path: string): void {
  let moto: MotoProcess | undefined;
  beforeAll(async () => {
    moto = await startMoto(path);
  }, 90_000);
  afterAll(() => moto?.stop());
  const backend = motoBackend(() => {
    if (moto === undefined) throw new KeysweepError('internal', 'moto has not started');
    return moto;
  });
  printTally(backend);
  describeIamReaderContract(backend);
  describeIamPagingContract(backend);
  describeAccessKeyWriterContract(backend);
  describeLostAnswerContract(backend);
  describeOrganizationReaderContract(backend);
  describeAuditAccessContract(backend);
  describeEvidenceStoreContract(backend);
  describeSweepSwitchContract(backend);
  describeHeadlineContract(backend);
}
