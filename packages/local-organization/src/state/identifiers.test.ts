import { expect, it } from 'vitest';
import { accountOfAccessKeyId, Identifiers } from './identifiers.ts';

it.each(['000000000001', '123456789012', '999999999999'])('an access key id holds its account %s', (accountId) => {
  const identifiers = new Identifiers('seed');
  for (const user of ['alice', 'bob', 'carol']) {
    const accessKeyId = identifiers.accessKeyId('AKIA', accountId, user);
    expect(accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
    expect(accountOfAccessKeyId(accessKeyId)).toBe(accountId);
  }
});

it('reads the account of an id that AWS published', () => {
  // https://medium.com/@TalBeerySec/a-short-note-on-aws-key-id-f88cc4317489
  expect(accountOfAccessKeyId('ASIAQNZGKIQY56JQ7WML')).toBe('029608264753');
  expect(accountOfAccessKeyId('AKIA0000000000000000')).toBeNull();
});
