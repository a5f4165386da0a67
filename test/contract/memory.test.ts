import { describe } from 'vitest';
import { describeAccessKeyWriterContract } from './access-key-writer.contract.ts';
import { describeAgentContract } from './agent.contract.ts';
import { describeAuditAccessContract, describeAuditTrustContract } from './audit-access.contract.ts';
import { printTally } from './contract.ts';
import { describeEvidenceStoreContract } from './evidence-store.contract.ts';
import { describeHeadlineContract } from './headline.contract.ts';
import { describeIamReaderContract } from './iam-reader.contract.ts';
import { memoryBackend as backend } from './memory-backend.ts';
import { describeOrderSignerContract } from './order-signer.contract.ts';
import { describeSnapshot } from './organization-reader.contract.ts';
import { describeSweepSwitchContract } from './sweep-switch.contract.ts';
import { describeStackInstancesContract } from './stack-instances.contract.ts';

describe('contract on the in-memory ports', () => {
  printTally(backend);
  describeIamReaderContract(backend);
  describeAccessKeyWriterContract(backend);
  describeEvidenceStoreContract(backend);
  describeSnapshot(backend);
  describeAuditAccessContract(backend);
  describeAuditTrustContract(backend);
  describeSweepSwitchContract(backend);
  describeOrderSignerContract(backend);
  describeAgentContract(backend);
  describeStackInstancesContract(backend);
  describeHeadlineContract(backend);
});
