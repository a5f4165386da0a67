import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ADAPTERS = fileURLToPath(new URL('../../../packages/aws/src/', import.meta.url));

/** By SDK client: the prefix of its actions in policies. */
const SERVICES: Readonly<Record<string, string>> = {
  cloudformation: 'cloudformation',
  eventbridge: 'events',
  iam: 'iam',
  kms: 'kms',
  lambda: 'lambda',
  organizations: 'organizations',
  s3: 's3',
  sfn: 'states',
  sns: 'sns',
  ssm: 'ssm',
  sts: 'sts',
};

/** Operations that another action allows. https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const ALLOWED_BY: Readonly<Record<string, string>> = {
  'lambda:Invoke': 'lambda:InvokeFunction',
  's3:CompleteMultipartUpload': 's3:PutObject',
  's3:CreateMultipartUpload': 's3:PutObject',
  's3:ListObjectsV2': 's3:ListBucket',
  's3:UploadPart': 's3:PutObject',
};

/** What else it takes, asked by the service as whoever calls. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
const TAKES_ALSO: Readonly<Record<string, readonly string[]>> = {
  'sns:Publish': ['kms:Decrypt', 'kms:GenerateDataKey'],
};

/** Everybody may. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const NEEDS_NO_PERMISSION: ReadonlySet<string> = new Set(['sts:GetCallerIdentity']);

/** The actions behind the SDK commands that the adapters of a folder of `packages/aws/src` import, sorted. */
export function actionsCalled(
  folder: 'iam' | 'stacks' | '.',
  selects: (file: string) => boolean = () => true,
): string[] {
  const files = readdirSync(`${ADAPTERS}${folder}`).filter((file) => file.endsWith('.ts') && selects(file));
  const actions = files.flatMap((file) => {
    const text = readFileSync(`${ADAPTERS}${folder}/${file}`, 'utf8');
    return [...text.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-([\w-]+)'/g)].flatMap(([, names, client]) =>
      [...(names ?? '').matchAll(/\b(\w+)Command\b/g)].map(([, command]) => actionOf(client ?? '', command ?? '')),
    );
  });
  const allowed = actions.filter((action) => !NEEDS_NO_PERMISSION.has(action));
  return [...new Set(allowed.flatMap((action) => [action, ...(TAKES_ALSO[action] ?? [])]))].sort();
}

function actionOf(client: string, command: string): string {
  const service = SERVICES[client];
  if (service === undefined) throw new TypeError(`client-${client} is not known here`);
  const action = `${service}:${command}`;
  return ALLOWED_BY[action] ?? action;
}
