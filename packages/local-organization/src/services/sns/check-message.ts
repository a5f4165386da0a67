import type { PublishInput } from '@aws-sdk/client-sns';
import { ServiceError } from '../../wire/service-error.ts';

/** In bytes. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const LARGEST_MESSAGE = 262_144;
/** “Must be less than 100 characters long”, on the same page. */
const SUBJECT_END = 100;

const NOT_MODELLED = [
  'TargetArn',
  'PhoneNumber',
  'MessageStructure',
  'MessageDeduplicationId',
  'MessageGroupId',
] as const satisfies readonly (keyof PublishInput)[];

/** The text and the subject of a message that SNS would take; refuses any other as SNS does. */
export function checkMessage(input: PublishInput): { readonly message: string; readonly subject: string | null } {
  const other = NOT_MODELLED.find((name) => input[name] !== undefined);
  if (other !== undefined)
    throw new ServiceError('NotImplemented', `The local organization does not model ${other}.`, { status: 501 });
  const { Message: message = '', Subject: subject } = input;
  if (message === '') throw invalid('Empty message');
  if (Buffer.byteLength(message) > LARGEST_MESSAGE) throw invalid('Message too long');
  if (subject !== undefined && !isSubject(subject)) throw invalid('Subject');
  return { message, subject: subject ?? null };
}

/** ASCII that begins with a letter, number or punctuation mark, without line breaks or control characters. */
function isSubject(subject: string): boolean {
  return subject.length < SUBJECT_END && /^[!-~][ -~]*$/.test(subject);
}

function invalid(what: string): ServiceError {
  return new ServiceError('InvalidParameterException', `Invalid parameter: ${what}`);
}
