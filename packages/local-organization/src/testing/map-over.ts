import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { LocalOrganization } from '../local-organization.ts';
import { clientConfig } from './acme.ts';
import { definitionOf } from './central.ts';
import { runByHand } from './run-by-hand.ts';
import type { EndedExecution } from './run-by-hand.ts';

/** What a child does: it calls the function `sweep` with its batch. */
export const CHILD = {
  ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
  StartAt: 'Sweep',
  States: {
    Sweep: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: {
        FunctionName: 'sweep',
        Payload: { run: '{% $states.input.BatchInput.run %}', accounts: '{% $states.input.Items %}' },
      },
      Output: '{% $states.result.Payload %}',
      End: true,
    },
  },
};

/** A distributed Map over the accounts in the bucket `evidence`; its input says the rest. */
export const MAP = {
  Type: 'Map',
  ItemReader: {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: { InputType: 'JSON' },
    Arguments: { Bucket: 'evidence', Key: '{% $states.input.key %}' },
  },
  ItemBatcher: { MaxItemsPerBatch: '{% $states.input.batchSize %}', BatchInput: { run: '{% $states.input.run %}' } },
  MaxConcurrency: '{% $states.input.atATime %}',
  ItemProcessor: CHILD,
  End: true,
};

/** Writes the items of a Map; a text as it is. */
export async function store(organization: LocalOrganization, items: unknown): Promise<void> {
  const s3 = new S3Client({ ...clientConfig(organization), forcePathStyle: true });
  const text = typeof items === 'string' ? items : JSON.stringify(items);
  await s3.send(new PutObjectCommand({ Bucket: 'evidence', Key: 'accounts.json', Body: text }));
}

/** Runs a Map over items, with fields and input of its own. */
export async function mapOver(
  organization: LocalOrganization,
  items: unknown,
  { map = {}, input = {} }: { readonly map?: object; readonly input?: object } = {},
): Promise<EndedExecution> {
  await store(organization, items);
  const definition = definitionOf({ Each: { ...MAP, ...map }, Done: { Type: 'Succeed' } });
  const told = { key: 'accounts.json', run: 'r-1', batchSize: 10, atATime: 5, ...input };
  return runByHand(organization, definition, told);
}

/** The numbers from 0, so many. */
export function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
