import type {
  AccessKeyMetadata,
  CreateAccessKeyRequest,
  CreateAccessKeyResponse,
  DeleteAccessKeyRequest,
  ListAccessKeysRequest,
  ListAccessKeysResponse,
  UpdateAccessKeyRequest,
} from '@aws-sdk/client-iam';
import { accessKeyOf, addAccessKey, removeAccessKey } from '../../state/access-keys.ts';
import type { IamUser, StoredAccessKey } from '../../state/iam-entities.ts';
import { SortedIndex } from '../../state/sorted-index.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { operation } from '../operation.ts';
import type { Call } from '../operation.ts';
import { namedUserOrCaller, userResource } from './entities.ts';
import { pageOf, validationError } from './pages.ts';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const ACCESS_KEYS_PER_USER = 2;

const onUser = {
  resource: (call: Call, input: { readonly UserName?: string | undefined }) => userResource(call, input.UserName),
};

/** The verbs on access keys. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html and siblings */
export const ACCESS_KEY_OPERATIONS = [
  operation<ListAccessKeysRequest, ListAccessKeysResponse>('iam:ListAccessKeys', listAccessKeys, onUser),
  operation<CreateAccessKeyRequest, CreateAccessKeyResponse>('iam:CreateAccessKey', createAccessKey, onUser),
  operation<UpdateAccessKeyRequest>('iam:UpdateAccessKey', updateAccessKey, onUser),
  operation<DeleteAccessKeyRequest>('iam:DeleteAccessKey', deleteAccessKey, onUser),
];

function listAccessKeys(call: Call, input: ListAccessKeysRequest): ListAccessKeysResponse {
  const user = namedUserOrCaller(call, input.UserName);
  const visible = call.state.eventualConsistency.visibleKeys(user);
  const { items, page } = pageOf(visible === user.accessKeys.items ? user.accessKeys : indexOf(visible), input);
  return { AccessKeyMetadata: items.map(metadata), ...page };
}

function indexOf(keys: readonly StoredAccessKey[]): SortedIndex<StoredAccessKey> {
  const index = new SortedIndex<StoredAccessKey>((key) => `${key.createdAt.toISOString()} ${key.accessKeyId}`);
  for (const key of keys) index.put(key);
  return index;
}

function metadata(key: StoredAccessKey): AccessKeyMetadata {
  return {
    UserName: key.userName,
    AccessKeyId: key.accessKeyId,
    Status: key.status as AccessKeyMetadata['Status'],
    CreateDate: key.createdAt,
  };
}

function createAccessKey(call: Call, input: CreateAccessKeyRequest): CreateAccessKeyResponse {
  const user = namedUserOrCaller(call, input.UserName);
  if (user.accessKeys.size >= ACCESS_KEYS_PER_USER) {
    throw new ServiceError(
      'LimitExceededException',
      `Cannot exceed quota for AccessKeysPerUser: ${ACCESS_KEYS_PER_USER}`,
    );
  }
  call.state.eventualConsistency.beforeWrite(user);
  const key = addAccessKey(call.state, { account: call.account, user });
  return {
    AccessKey: {
      UserName: key.userName,
      AccessKeyId: key.accessKeyId,
      Status: 'Active',
      SecretAccessKey: key.secretAccessKey,
      CreateDate: key.createdAt,
    },
  };
}

function updateAccessKey(call: Call, input: UpdateAccessKeyRequest): undefined {
  const status: string | undefined = input.Status;
  if (status !== 'Active' && status !== 'Inactive') {
    throw validationError(
      `Value '${status}' at 'status' failed to satisfy constraint: Member must be Active or Inactive`,
    );
  }
  const user = namedUserOrCaller(call, input.UserName);
  const key = keyOf(call, user, input.AccessKeyId);
  call.state.eventualConsistency.beforeWrite(user);
  key.status = status;
}

function deleteAccessKey(call: Call, input: DeleteAccessKeyRequest): undefined {
  const user = namedUserOrCaller(call, input.UserName);
  const key = keyOf(call, user, input.AccessKeyId);
  call.state.eventualConsistency.beforeWrite(user);
  removeAccessKey(call.state, user, key);
}

function keyOf(call: Call, user: IamUser, accessKeyId: string | undefined): StoredAccessKey {
  if (accessKeyId === undefined || !/^\w{16,128}$/.test(accessKeyId)) {
    throw validationError(`Value '${accessKeyId}' at 'accessKeyId' failed to satisfy constraint: 16 to 128 of [\\w]`);
  }
  const key = accessKeyOf(call.state, user, accessKeyId);
  if (key !== undefined) return key;
  throw new ServiceError('NoSuchEntityException', `The Access Key with id ${accessKeyId} cannot be found.`);
}
