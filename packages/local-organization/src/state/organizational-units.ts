import { LocalOrganizationError } from '../error.ts';
import type { OrganizationState } from './organization-state.ts';
import type { OrganizationalUnit } from './organizational-unit.ts';

// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
const DEEPEST_UNIT = 5;

/** Adds an organizational unit; its id follows from the seed and from how many there were. */
export function addUnit(state: OrganizationState, name: string, parentId: string): OrganizationalUnit {
  checkName(state, name, parentId);
  if (state.parentIds(parentId).length > DEEPEST_UNIT) {
    throw new LocalOrganizationError('organizational-unit-too-deep', `A unit ${name} under ${parentId} is too deep.`);
  }
  const { rootId } = state.settings;
  const turn = String(state.organizationalUnits.size);
  const id = `ou-${rootId.slice(2)}-${state.identifiers.alphanumeric(8, 'added-unit', parentId, name, turn)}`;
  const unit: OrganizationalUnit = { id, name, parentId };
  state.addOrganizationalUnit(unit);
  return unit;
}

/** Renames an organizational unit. */
export function renameUnit(state: OrganizationState, id: string, name: string): void {
  const unit = state.organizationalUnits.get(id);
  if (unit === undefined) throw new LocalOrganizationError('organizational-unit-unknown', `There is no unit ${id}.`);
  if (unit.name === name) return;
  checkName(state, name, unit.parentId);
  state.addOrganizationalUnit({ ...unit, name });
}

// https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateOrganizationalUnit.html: unique within the parent
function checkName(state: OrganizationState, name: string, parentId: string): void {
  if (state.unitsIn(parentId).items.every((unit) => unit.name !== name)) return;
  throw new LocalOrganizationError('already-exists', `There is a unit ${name} under ${parentId} already.`);
}
