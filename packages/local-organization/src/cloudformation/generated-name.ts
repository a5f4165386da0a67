import type { ResourceContext } from './resource-type.ts';

const RANDOM_CHARACTERS = 12;

/**
 * The physical name of a resource that the template does not name: the stack, the logical id, and characters that make it
 * unique; the stack's name is cut where it would be too long.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html
 */
export function generatedName(context: ResourceContext, longest: number): string {
  const { state, stackName, logicalId } = context;
  const random = state.identifiers.alphanumeric(RANDOM_CHARACTERS, 'name', ...creation(context));
  const room = Math.max(0, longest - random.length - 1);
  const prefix = `${stackName}-${logicalId}`;
  const cut =
    prefix.length <= room ? prefix : `${stackName.slice(0, Math.max(1, room - logicalId.length - 1))}-${logicalId}`;
  return `${cut.slice(0, room)}-${random}`;
}

/** A UUID that no other creation of a resource has. */
export function generatedUuid(context: ResourceContext, kind: string): string {
  return context.state.identifiers.uuid(kind, ...creation(context));
}

// A stack's events grow with everything that happens in it, so nothing generated ever returns.
function creation({ account, stackId, logicalId }: ResourceContext): readonly string[] {
  return [stackId, logicalId, String(account.stacks.get(stackId)?.events.length ?? 0)];
}
