import * as client from '@aws-sdk/client-kms';
import type { GetPublicKeyRequest, GetPublicKeyResponse, SignRequest, SignResponse } from '@aws-sdk/client-kms';
import type { Resource } from '../../authorization.ts';
import type { SigningKey } from '../../state/signing-key.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { operation, service } from '../operation.ts';
import type { Call } from '../operation.ts';
import { signDigest, signMessage } from './ecdsa.ts';

const LONGEST_RAW_MESSAGE = 4096;
const SHA_256_BYTES = 32;

const onKey = {
  resource: (call: Call, input: { readonly KeyId?: string | undefined }): Resource => ({
    arn: keyArn(call, input.KeyId ?? ''),
  }),
};

/** The signing keys of AWS Key Management Service; keys of other accounts are denied, as without a key policy. */
export const KMS = service(serviceModel({ name: 'kms', protocol: 'awsJson1_1' }, client), [
  operation<SignRequest, SignResponse>('kms:Sign', sign, onKey),
  operation<GetPublicKeyRequest, GetPublicKeyResponse>('kms:GetPublicKey', getPublicKey, onKey),
]);

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
  const [, accountId = '', id = ''] = /^arn:aws:kms:[^:]+:(\d{12}):key\/(.+)$/.exec(arn) ?? [];
  if (accountId !== call.account.id) {
    throw new ServiceError(
      'AccessDeniedException',
      'The key does not exist, or no key policy allows this account to use it.',
    );
  }
  const key = call.account.signingKeys.get(id);
  if (key?.arn === arn) return key;
  throw new ServiceError('NotFoundException', `Key '${arn}' does not exist`);
}

function validation(detail: string): ServiceError {
  return new ServiceError('ValidationException', `1 validation error detected: ${detail}`);
}
