import * as client from '@aws-sdk/client-kms';
import type { GetPublicKeyRequest, GetPublicKeyResponse, SignRequest, SignResponse } from '@aws-sdk/client-kms';
import type { Resource } from '../../authorization.ts';
import type { RequestContext } from '../../policy/condition-keys.ts';
import { defaultKeyPolicy } from '../../policy/default-key-policy.ts';
import type { SigningKey } from '../../state/signing-key.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { operation, service } from '../operation.ts';
import type { Call } from '../operation.ts';
import { signDigest, signMessage } from './ecdsa.ts';

const LONGEST_RAW_MESSAGE = 4096;
const SHA_256_BYTES = 32;

const onKey = { resource: keyResource };

/** The signing keys of AWS Key Management Service. */
export const KMS = service(serviceModel({ name: 'kms', protocol: 'awsJson1_1' }, client), [
  operation<SignRequest, SignResponse>('kms:Sign', sign, { resource: signedWith }),
  operation<GetPublicKeyRequest, GetPublicKeyResponse>('kms:GetPublicKey', getPublicKey, onKey),
]);

const KEY_ARN = /^arn:aws:kms:[^:]+:(\d{12}):key\/(.+)$/;

// A key that does not exist is refused as such to whoever might use keys of the account it would be in.
function keyResource(call: Call, input: { readonly KeyId?: string | undefined }): Resource {
  const arn = keyArn(call, input.KeyId ?? '');
  const [, accountId = call.account.id] = KEY_ARN.exec(arn) ?? [];
  const isOwn = accountId === call.account.id;
  const policy = keyAt(call, arn)?.policy ?? (isOwn ? defaultKeyPolicy(accountId) : undefined);
  return { arn, accountId, policy };
}

// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
function signedWith(call: Call, input: SignRequest): Resource {
  const { SigningAlgorithm: algorithm, MessageType: messageType } = input;
  const context: RequestContext = {
    ...(algorithm === undefined ? {} : { 'kms:SigningAlgorithm': algorithm }),
    ...(messageType === undefined ? {} : { 'kms:MessageType': messageType }),
  };
  return { ...keyResource(call, input), context };
}

function keyAt(call: Call, arn: string): SigningKey | undefined {
  const [, accountId = '', id = ''] = KEY_ARN.exec(arn) ?? [];
  const key = call.state.accounts.get(accountId)?.signingKeys.get(id);
  return key?.arn === arn ? key : undefined;
}

function keyArn(call: Call, keyId: string): string {
  return keyId.startsWith('arn:') ? keyId : `arn:aws:kms:${call.state.settings.region}:${call.account.id}:key/${keyId}`;
}

// https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
function sign(call: Call, input: SignRequest): SignResponse {
  const key = signingKey(call, input.KeyId);
  if (input.SigningAlgorithm !== 'ECDSA_SHA_256') {
    throw new ServiceError('InvalidKeyUsageException', `${key.arn} does not sign with ${input.SigningAlgorithm}.`);
  }
  return { KeyId: key.arn, Signature: signatureOf(key, input), SigningAlgorithm: 'ECDSA_SHA_256' };
}

function signatureOf(
  key: SigningKey,
  { Message: message = new Uint8Array(), MessageType: type = 'RAW' }: SignRequest,
): Uint8Array {
  if (type === 'RAW') {
    if (message.byteLength > 0 && message.byteLength <= LONGEST_RAW_MESSAGE)
      return signMessage(key.privateKey, message);
    throw validation(`'message' must have 1 to ${LONGEST_RAW_MESSAGE} bytes for MessageType RAW`);
  }
  if (type !== 'DIGEST') throw validation("'messageType' must be RAW or DIGEST");
  if (message.byteLength === SHA_256_BYTES) return signDigest(key.privateKey, message);
  throw validation('Digest is invalid length for algorithm ECDSA_SHA_256');
}

// https://docs.aws.amazon.com/kms/latest/APIReference/API_GetPublicKey.html
function getPublicKey(call: Call, input: GetPublicKeyRequest): GetPublicKeyResponse {
  const key = signingKey(call, input.KeyId);
  return {
    KeyId: key.arn,
    PublicKey: key.publicKey,
    KeySpec: 'ECC_NIST_P256',
    KeyUsage: 'SIGN_VERIFY',
    SigningAlgorithms: ['ECDSA_SHA_256'],
  };
}

function signingKey(call: Call, keyId = ''): SigningKey {
  const arn = keyArn(call, keyId);
  const key = keyAt(call, arn);
  if (key !== undefined) return key;
  throw new ServiceError('NotFoundException', `Key '${arn}' does not exist`);
}

function validation(detail: string): ServiceError {
  return new ServiceError('ValidationException', `1 validation error detected: ${detail}`);
}
