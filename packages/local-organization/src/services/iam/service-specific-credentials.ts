import type {
  ListServiceSpecificCredentialsRequest,
  ListServiceSpecificCredentialsResponse,
  ServiceSpecificCredentialMetadata,
} from '@aws-sdk/client-iam';
import type { IamUser, ServiceSpecificCredential } from '../../state/iam-entities.ts';
import { nameKey, SortedIndex } from '../../state/sorted-index.ts';
import { operation } from '../operation.ts';
import type { Call } from '../operation.ts';
import { namedUserOrCaller, userResource } from './entities.ts';
import { pageOf, validationError } from './pages.ts';

/** The reading of service-specific credentials; nothing here makes one. */
export const SERVICE_SPECIFIC_CREDENTIAL_OPERATIONS = [
  operation<ListServiceSpecificCredentialsRequest, ListServiceSpecificCredentialsResponse>(
    'iam:ListServiceSpecificCredentials',
    listServiceSpecificCredentials,
    // Which resource AWS takes a request for all users to be about is not documented: here it is none of theirs.
    { resource: (call, input) => (input.AllUsers === true ? { arn: '*' } : userResource(call, input.UserName)) },
  ),
];

interface Owned {
  readonly user: IamUser;
  readonly credential: ServiceSpecificCredential;
}

/**
 * Of one user, the caller if none is named, or of all.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html
 */
function listServiceSpecificCredentials(
  call: Call,
  input: ListServiceSpecificCredentialsRequest,
): ListServiceSpecificCredentialsResponse {
  const { AllUsers: allUsers, UserName: userName, ServiceName: serviceName } = input;
  if (allUsers === true && userName !== undefined)
    throw validationError(
      "Value at 'allUsers' failed to satisfy constraint: it cannot be given together with userName",
    );
  const users = allUsers === true ? call.account.users.items : [namedUserOrCaller(call, userName)];
  const index = new SortedIndex<Owned>(({ user, credential }) => `${nameKey(user.userName)} ${credential.id}`);
  for (const user of users)
    for (const credential of user.serviceSpecificCredentials)
      if (serviceName === undefined || serviceName === credential.serviceName) index.put({ user, credential });
  const { items, page } = pageOf(index, input);
  return { ServiceSpecificCredentials: items.map((owned) => metadata(call, owned)), ...page };
}

function metadata(call: Call, { user, credential }: Owned): ServiceSpecificCredentialMetadata {
  return {
    UserName: user.userName,
    Status: credential.status,
    ServiceUserName: `${user.userName}-at-${call.account.id}`,
    CreateDate: credential.createdAt,
    ServiceSpecificCredentialId: credential.id,
    ServiceName: credential.serviceName,
  };
}
