import type { Account } from '../../state/account.ts';
import type { OrganizationState } from '../../state/organization-state.ts';
import { validationError } from '../template/refusals.ts';

/**
 * Refuses who may not work with service-managed StackSets: as itself the management account may, as DELEGATED_ADMIN an
 * account that is registered as such. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-delegated-admin.html
 */
export function checkCaller({ settings }: OrganizationState, account: Account, callAs = 'SELF'): void {
  if (callAs === 'DELEGATED_ADMIN') {
    if (settings.delegatedAdministratorIds.has(account.id) && account.inOrganization) return;
    throw validationError('Account used is not a delegated administrator');
  }
  if (callAs !== 'SELF') throw validationError(`Value '${callAs}' at 'callAs' failed to satisfy constraint`);
  if (account.id === settings.managementAccountId) return;
  throw validationError(
    'You must be the management account or delegated admin account of an organization before operating a SERVICE_MANAGED stack set',
  );
}
