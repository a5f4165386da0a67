import { describe } from 'vitest';
import {
  describeAccessKeyWriterContract,
  describeLeastPowerContract,
  describeLostAnswerContract,
} from './access-key-writer.contract.ts';
import { describeAuditAccessContract, describeAuditTrustContract } from './audit-access.contract.ts';
import { describeAgentContract } from './agent.contract.ts';
import { describeCensusReaderContract, describeServiceSpecificCredentialsContract } from './census-reader.contract.ts';
import { printTally } from './contract.ts';
import { describeEvidenceStoreContract } from './evidence-store.contract.ts';
import { describeExecutionContract } from './execution.contract.ts';
import { describeHeadlineContract } from './headline.contract.ts';
import { describeIamPagingContract } from './iam-paging.contract.ts';
import { describeIamReaderContract } from './iam-reader.contract.ts';
import { localOrganizationBackend as backend } from './local-organization-backend.ts';
import { describeOrderSignerContract } from './order-signer.contract.ts';
import { describeOrganizationReaderContract } from './organization-reader.contract.ts';
import { describeStackInstancesContract, describeStackInstancesPagingContract } from './stack-instances.contract.ts';
import { describeEventBusContract, describeNotifierContract } from './telling.contract.ts';
import { describeStacksContract } from './stacks.contract.ts';
import { describeSweepSwitchContract, describeTurnSwitchContract } from './sweep-switch.contract.ts';

describe('contract on the local organization', () => {
  printTally(backend);
  describeIamReaderContract(backend);
  describeIamPagingContract(backend);
  describeAccessKeyWriterContract(backend);
  describeLostAnswerContract(backend);
  describeLeastPowerContract(backend);
  describeOrganizationReaderContract(backend);
  describeAuditAccessContract(backend);
  describeAuditTrustContract(backend);
  describeCensusReaderContract(backend);
  describeServiceSpecificCredentialsContract(backend);
  describeEvidenceStoreContract(backend);
  describeSweepSwitchContract(backend);
  describeTurnSwitchContract(backend);
  describeOrderSignerContract(backend);
  describeAgentContract(backend);
  describeStackInstancesContract(backend);
  describeStackInstancesPagingContract(backend);
  describeExecutionContract(backend);
  describeNotifierContract(backend);
  describeEventBusContract(backend);
  describeStacksContract(backend);
  describeHeadlineContract(backend);
});
