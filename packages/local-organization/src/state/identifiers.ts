import { createHash } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const LOWER_ALPHANUMERIC = 'abcdefghijklmnopqrstuvwxyz0123456789';
const SECRET_ALPHABET = `${BASE32}${LOWER_ALPHANUMERIC.slice(0, 26)}+/`;

/** Makes identifiers that look like AWS's and depend on nothing but a seed and what they name. */
export class Identifiers {
  readonly #seed: string;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /**
   * A unique id such as `AIDA…` for a user: the prefix and 17 upper-case characters.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
   */
  uniqueId(prefix: 'AIDA' | 'AGPA' | 'AROA' | 'ACCA', ...names: readonly string[]): string {
    return prefix + this.#characters(BASE32, 17, [prefix, ...names]);
  }

  /** An access key id that names its account in the way of AWS's own: see `accountOfAccessKeyId`. */
  accessKeyId(prefix: 'AKIA' | 'ASIA', accountId: string, ...names: readonly string[]): string {
    const random = this.#digest([prefix, accountId, ...names]).subarray(0, 10);
    const account = (BigInt(accountId) << 7n) | (1n << 47n);
    let bits = BigInt(`0x${random.toString('hex')}`);
    bits = (bits & ((1n << 32n) - 1n)) | ((account | (BigInt(random[0] ?? 0) & 0x7fn)) << 32n);
    let text = '';
    for (let shift = 75n; shift >= 0n; shift -= 5n) text += BASE32[Number((bits >> shift) & 31n)] ?? '';
    return prefix + text;
  }

  /** A secret access key: 40 characters. */
  secret(...names: readonly string[]): string {
    return this.#characters(SECRET_ALPHABET, 40, ['secret', ...names]);
  }

  /** Lower-case letters and digits, as the ids of roots and organizational units have them. */
  alphanumeric(length: number, ...names: readonly string[]): string {
    return this.#characters(LOWER_ALPHANUMERIC, length, names);
  }

  /** Lower-case hexadecimal digits. */
  hexadecimal(length: number, ...names: readonly string[]): string {
    return this.#characters('0123456789abcdef', length, names);
  }

  /** A UUID, in its five groups. */
  uuid(...names: readonly string[]): string {
    const digits = this.hexadecimal(32, 'uuid', ...names);
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  /** A number in [0, bound). */
  below(bound: number, ...names: readonly string[]): number {
    return this.#digest(names).readUInt32BE(0) % bound;
  }

  #characters(alphabet: string, length: number, names: readonly string[]): string {
    let text = '';
    for (let round = 0; text.length < length; round += 1) {
      for (const byte of this.#digest([...names, String(round)])) text += alphabet[byte % alphabet.length] ?? '';
    }
    return text.slice(0, length);
  }

  #digest(names: readonly string[]): Buffer {
    return createHash('sha256')
      .update(JSON.stringify([this.#seed, ...names]))
      .digest();
  }
}

/**
 * The account an access key id belongs to, read from the id itself as `sts:GetAccessKeyInfo` does for ids made since 2019;
 * null for ids that hold none. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html
 */
export function accountOfAccessKeyId(accessKeyId: string): string | null {
  const text = accessKeyId.slice(4, 14);
  if (!/^(AKIA|ASIA)[A-Z2-7]{16}$/.test(accessKeyId)) return null;
  let bits = 0n;
  for (const character of text) bits = (bits << 5n) | BigInt(BASE32.indexOf(character));
  // The first ten characters hold 50 bits; the account is in the upper 48, between the top bit and the lowest seven.
  const account = ((bits >> 2n) & 0x7fffffffff80n) >> 7n;
  return String(account).padStart(12, '0');
}
