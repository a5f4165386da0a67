import { createECDH, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

// The order of the group of P-256. https://nvlpubs.nist.gov/nistpubs/SpecialPublications/NIST.SP.800-186.pdf
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The ECDSA signature (DER) of a message, hashed with SHA-256. */
export function signMessage(privateKey: KeyObject, message: Uint8Array): Uint8Array {
  return sign('sha256', message, privateKey);
}

/**
 * The ECDSA signature (DER) of a SHA-256 digest. `node:crypto` always hashes, so the arithmetic of FIPS 186-5, section 6.4,
 * is done here; the only point multiplication it needs comes from ECDH.
 */
export function signDigest(privateKey: KeyObject, digest: Uint8Array): Uint8Array {
  const scalar = toNumber(Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url'));
  const message = toNumber(digest) % ORDER;
  for (;;) {
    const nonce = randomScalar();
    const ecdh = createECDH('prime256v1');
    ecdh.setPrivateKey(toBytes(nonce));
    // An uncompressed point is 04, x, y.
    const r = toNumber(ecdh.getPublicKey().subarray(1, 33)) % ORDER;
    const s = (inverse(nonce) * (message + r * scalar)) % ORDER;
    if (r !== 0n && s !== 0n) return derSequence(r, s);
  }
}

function randomScalar(): bigint {
  for (;;) {
    const candidate = toNumber(randomBytes(32));
    if (candidate > 0n && candidate < ORDER) return candidate;
  }
}

// Fermat: the order is prime.
function inverse(value: bigint): bigint {
  let result = 1n;
  let base = value % ORDER;
  for (let exponent = ORDER - 2n; exponent > 0n; exponent >>= 1n) {
    if ((exponent & 1n) === 1n) result = (result * base) % ORDER;
    base = (base * base) % ORDER;
  }
  return result;
}

function derSequence(...numbers: readonly bigint[]): Uint8Array {
  const content = Buffer.concat(numbers.map(derInteger));
  return Buffer.concat([Buffer.from([0x30, content.byteLength]), content]);
}

function derInteger(value: bigint): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const unsigned = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
  return Buffer.concat([Buffer.from([0x02, unsigned.byteLength]), unsigned]);
}

function toNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function toBytes(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
}
