import type { ResourceContext } from './resource-type.ts';

const RANDOM_CHARACTERS = 12;

/**
 * The physical name of a resource that the template does not name: the stack, the logical id, and characters that make it
 * unique; the stack's name is cut where it would be too long.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-whatis-concepts.html
 */
export function generatedName({ state, account, ...context }: ResourceContext, longest: number): string {
  const { stackName, stackId, logicalId } = context;
  // Grows with everything that happens in the stack, so no name returns.
  const turn = String(account.stacks.get(stackId)?.events.length ?? 0);
  const random = state.identifiers.alphanumeric(RANDOM_CHARACTERS, 'name', stackId, logicalId, turn);
  const room = Math.max(0, longest - random.length - 1);
  const prefix = `${stackName}-${logicalId}`;
  const cut =
    prefix.length <= room ? prefix : `${stackName.slice(0, Math.max(1, room - logicalId.length - 1))}-${logicalId}`;
  return `${cut.slice(0, room)}-${random}`;
}
