import type { Failure } from '@keysweep/core';
import { expect, it } from 'vitest';
import { credentialsTrouble } from './credentials-trouble.ts';

const failing = (code: string, message = 'said so'): Failure => ({
  kind: 'access-denied',
  operation: 'organizations:DescribeOrganization',
  code,
  message,
});

it.each([
  ['CredentialsProviderError', undefined, 'no AWS credentials: said so'],
  ['CredentialsProviderError', 'kim', 'no AWS credentials in the profile kim: said so'],
  ['ExpiredTokenException', 'kim', 'the AWS credentials in the profile kim have expired: said so'],
  ['ExpiredToken', undefined, 'the AWS credentials have expired: said so'],
  ['UnrecognizedClientException', undefined, 'AWS does not take the credentials: organizations:DescribeOrganization'],
])('%s with the profile %s: %s', (code, profile, why) => {
  expect(credentialsTrouble(failing(code), profile)?.why).toContain(why);
});

it('knows a missing Region by its words', () => {
  expect(credentialsTrouble(failing('Error', 'Region is missing'), undefined)?.why).toBe('no Region is set');
});

it('leaves everything else to those who asked', () => {
  expect(credentialsTrouble(failing('AccessDenied'), undefined)).toBeNull();
});
