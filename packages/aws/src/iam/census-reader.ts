import {
  GetAccountSummaryCommand,
  ListServiceSpecificCredentialsCommand,
  type IAMClient,
  type ServiceSpecificCredentialMetadata,
} from '@aws-sdk/client-iam';
import type { CensusReader, PagedReading, Reading, ServiceSpecificCredential } from '@keysweep/core';
import { known, unknown } from '@keysweep/core';
import { failureOf, malformed } from './failure.ts';
import { nextOfTruncated, readPages } from './paging.ts';

/** The most that IAM puts on a page: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html */
const PAGE_SIZE = 1000;

/** Counts in the account of the client's credentials. No agent does, so this is not behind the door that agents are bundled from. */
export function censusReader(client: IAMClient): CensusReader {
  return {
    rootAccessKeys: () => readRootAccessKeys(client),
    serviceSpecificCredentials: () => readServiceSpecificCredentials(client),
  };
}

/**
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html,
 * https://aws.amazon.com/blogs/security/an-easier-way-to-determine-the-presence-of-aws-account-access-keys/
 */
async function readRootAccessKeys(client: IAMClient): Promise<Reading<number>> {
  const operation = 'iam:GetAccountSummary';
  try {
    const { SummaryMap: summary } = await client.send(new GetAccountSummaryCommand({}));
    const keys = summary?.AccountAccessKeysPresent;
    const isCount = keys !== undefined && Number.isInteger(keys) && keys >= 0;
    return isCount ? known(keys) : unknown(malformed(operation, 'the summary does not count the root user’s keys'));
  } catch (error) {
    return unknown(failureOf(operation, error));
  }
}

/**
 * Pages came to this operation late, and no page of AWS says that the last one is marked as such: one that names neither is taken
 * for it. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html
 */
function readServiceSpecificCredentials(client: IAMClient): Promise<PagedReading<ServiceSpecificCredential>> {
  return readPages({
    operation: 'iam:ListServiceSpecificCredentials',
    fetchPage: async (token) => {
      const page = await client.send(
        new ListServiceSpecificCredentialsCommand({ AllUsers: true, MaxItems: PAGE_SIZE, Marker: token }),
      );
      const { ServiceSpecificCredentials: listed, IsTruncated, Marker } = page;
      const isUnmarked = IsTruncated === undefined && Marker === undefined;
      return { items: listed?.map(credentialOf), next: isUnmarked ? null : nextOfTruncated(IsTruncated, Marker) };
    },
  });
}

function credentialOf(credential: ServiceSpecificCredentialMetadata): ServiceSpecificCredential | null {
  const { UserName: userName, ServiceName: serviceName, Status: status } = credential;
  return userName && serviceName && status ? { userName, serviceName, status } : null;
}
