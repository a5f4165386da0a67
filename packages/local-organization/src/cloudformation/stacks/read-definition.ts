import type { StackDefinition } from '../../state/stack.ts';
import { parameterValues } from '../template/parameter-values.ts';
import type { GivenParameter } from '../template/parameter-values.ts';
import { readTemplate } from '../template/read-template.ts';
import { validationError } from '../template/refusals.ts';
import { checkCapabilities } from './capabilities.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const TEMPLATE_BODY_LIMIT = 51_200;
const TEMPLATE_URL_LIMIT = 1_000_000;

/** A tag as requests and templates have it. */
export interface GivenTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** Where a request gives its template. */
export interface TemplateRequest {
  readonly TemplateBody?: string | undefined;
  readonly TemplateURL?: string | undefined;
  readonly UsePreviousTemplate?: boolean | undefined;
}

/** What a request says of the stack or StackSet it is to make, in the members that all of them share. */
export interface DefinitionRequest extends TemplateRequest {
  readonly Parameters?: readonly GivenParameter[] | undefined;
  readonly Capabilities?: readonly string[] | undefined;
  readonly Tags?: readonly GivenTag[] | undefined;
}

/** Where a definition is read: what came before, and who reads templates from buckets. */
export interface DefinitionSource {
  readonly previous: StackDefinition | null;
  /** The text of an object; refuses what the caller may not read. */
  readTemplateUrl(url: string): string;
}

/** Reads and checks the whole definition of a stack. @throws ServiceError where AWS would refuse the request. */
export function readDefinition(request: DefinitionRequest, source: DefinitionSource): StackDefinition {
  return defineStack(templateBody(request, source), request, source.previous);
}

/** The definition that a template and the other members of a request make, whatever the length of the template. */
export function defineStack(
  body: string,
  request: Omit<DefinitionRequest, keyof TemplateRequest>,
  previous: StackDefinition | null,
): StackDefinition {
  const template = body === previous?.template.body ? previous.template : readTemplate(body);
  const capabilities = request.Capabilities ?? [];
  const parameters = parameterValues(template, request.Parameters ?? [], previous?.parameters);
  checkCapabilities(template, capabilities);
  return { template, parameters, capabilities, tags: tagsOf(request, previous) };
}

/** The text of the one template that a request gives. */
export function templateBody(request: TemplateRequest, source: DefinitionSource): string {
  const { TemplateBody: body, TemplateURL: url, UsePreviousTemplate: usePrevious = false } = request;
  if ([body !== undefined, url !== undefined, usePrevious].filter(Boolean).length !== 1) {
    throw validationError('Either Template URL or Template Body must be specified.');
  }
  if (body !== undefined) return withinBodyLimit(body);
  if (url !== undefined) return withinUrlLimit(source.readTemplateUrl(url));
  if (source.previous !== null) return source.previous.template.body;
  throw validationError('There is no previous template to use.');
}

/** Refuses a template that is too long for the member TemplateBody. */
export function withinBodyLimit(body: string): string {
  if (Buffer.byteLength(body) <= TEMPLATE_BODY_LIMIT) return body;
  throw validationError(
    `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${TEMPLATE_BODY_LIMIT}`,
  );
}

function withinUrlLimit(body: string): string {
  if (Buffer.byteLength(body) <= TEMPLATE_URL_LIMIT) return body;
  throw validationError(`Template may not exceed ${TEMPLATE_URL_LIMIT} bytes in size.`);
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStack.html: left out, the tags stay
function tagsOf({ Tags: given }: DefinitionRequest, previous: StackDefinition | null): ReadonlyMap<string, string> {
  if (given === undefined) return previous?.tags ?? new Map();
  return new Map(given.map(({ Key: key = '', Value: value = '' }) => [key, value]));
}
