import { KeysweepError } from '@keysweep/core';
import { afterAll, beforeAll, describe } from 'vitest';
import { locateMoto, startMoto, type MotoProcess } from '../moto/moto-process.ts';
import { describeAccessKeyWriterContract, describeLostAnswerContract } from './access-key-writer.contract.ts';
import { describeAuditAccessContract } from './audit-access.contract.ts';
import { describeCensusReaderContract } from './census-reader.contract.ts';
import { printTally } from './contract.ts';
import { describeEvidenceStoreContract } from './evidence-store.contract.ts';
import { describeHeadlineContract } from './headline.contract.ts';
import { describeIamPagingContract } from './iam-paging.contract.ts';
import { describeIamReaderContract } from './iam-reader.contract.ts';
import { motoBackend } from './moto-backend.ts';
import { describeOrganizationReaderContract } from './organization-reader.contract.ts';
import { describeEventBusContract, describeNotifierContract } from './telling.contract.ts';
import { describeStacksContract } from './stacks.contract.ts';
import { describeSweepSwitchContract, describeTurnSwitchContract } from './sweep-switch.contract.ts';

const WHY_NOT = 'SKIPPED: moto_server is not here and could not be installed, so nothing was checked against moto';

const executable = locateMoto();
// In CI a contract that did not run is a failure; on a desk it is said out loud.
if (executable === null && process.env['CI'] === 'true') throw new KeysweepError('environment-invalid', WHY_NOT);
if (executable === null) console.warn(`contract: moto 0. ${WHY_NOT}.`);

describe.skipIf(executable === null)(`contract on moto${executable === null ? `: ${WHY_NOT}` : ''}`, () => {
  let moto: MotoProcess | undefined;
  beforeAll(async () => {
    moto = await startMoto(executable ?? '');
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
  describeCensusReaderContract(backend);
  describeEvidenceStoreContract(backend);
  describeSweepSwitchContract(backend);
  describeTurnSwitchContract(backend);
  describeNotifierContract(backend);
  describeEventBusContract(backend);
  describeStacksContract(backend);
  describeHeadlineContract(backend);
});
