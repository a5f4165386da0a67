import { evidenceKeys } from '@keysweep/core';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { EVIDENCE_RULES } from './evidence-permissions.ts';
import { centralTemplate, exampleConfig } from './testing/example.ts';

const template = centralTemplate();
const withCentral = (central: object): Template => centralTemplate(exampleConfig({ central }));

function lifecycleOf(of: Template): Record<string, unknown>[] {
  const [bucket] = Object.values(of.findResources('AWS::S3::Bucket'));
  return bucket?.['Properties'].LifecycleConfiguration.Rules;
}

describe('the evidence bucket', () => {
  test('is private, versioned, encrypted and named by account and Region', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketName: { 'Fn::Sub': 'keysweep-${AWS::AccountId}-${AWS::Region}' },
      VersioningConfiguration: { Status: 'Enabled' },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      ObjectLockEnabled: Match.absent(),
      ObjectLockConfiguration: Match.absent(),
    });
  });

  test('stays when the stack goes, under its rules, but not when its creation fails', () => {
    const stays = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };
    template.hasResource('AWS::S3::Bucket', stays);
    template.hasResource('AWS::S3::BucketPolicy', stays);
  });

  test('expires runs and summaries, and no ledger, history or switch to the latest', () => {
    const expiring = lifecycleOf(withCentral({ retainEvidenceDays: 90 })).filter((rule) => rule['ExpirationInDays']);
    expect(expiring.map((rule) => [rule['Prefix'], rule['ExpirationInDays']])).toEqual([
      ['runs/', 90],
      ['leases/', 90],
      ['summaries/', 90],
      ['told/', 90],
    ]);
  });

  test('lets everything be replaced that the centre replaces, and nothing of a run', () => {
    const run = { policy: 'weekly', runId: '20261120T235500Z' };
    const replaced = [
      evidenceKeys.lease(run),
      evidenceKeys.ledger('111122223333'),
      evidenceKeys.history('weekly'),
      evidenceKeys.seen('weekly'),
      evidenceKeys.summary('audit-20261121T060000Z'),
      evidenceKeys.latest,
    ];
    const writtenOnce = [
      evidenceKeys.manifest(run),
      evidenceKeys.config(run),
      evidenceKeys.terms(run),
      evidenceKeys.accounts(run, 1),
      evidenceKeys.gate(run, 1),
      evidenceKeys.account(run, 'reports', '111122223333'),
    ];
    expect(replaced.filter((key) => key.startsWith('runs/'))).toEqual([]);
    expect(writtenOnce.filter((key) => !key.startsWith('runs/'))).toEqual([]);
  });

  test('keeps older versions of everything for a month', () => {
    expect(lifecycleOf(template).at(-1)).toEqual({
      Id: 'expire-old-versions',
      Status: 'Enabled',
      NoncurrentVersionExpiration: { NoncurrentDays: 30 },
      ExpiredObjectDeleteMarker: true,
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
    });
  });

  test('takes a key of one’s own, for the roles that read and write as well', () => {
    const encryptionKey = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    const encrypted = withCentral({ encryptionKey });
    encrypted.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: encryptionKey },
          },
        ],
      },
    });
    const roles = Object.values(encrypted.findResources('AWS::IAM::Role'));
    const using = roles.filter((role) => JSON.stringify(role['Properties'].Policies).includes(encryptionKey));
    expect(using.map((role) => role['Properties'].RoleName)).toEqual([
      'keysweep-central',
      'keysweep-states',
      'keysweep-operator',
    ]);
  });

  test('locks its objects for as long as they are kept, where that is asked for', () => {
    withCentral({ objectLock: true, retainEvidenceDays: 90 }).hasResourceProperties('AWS::S3::Bucket', {
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 90 } },
      },
    });
  });

  test('has its rules', () => {
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      Bucket: { Ref: 'Evidence' },
      PolicyDocument: { Version: '2012-10-17', Statement: EVIDENCE_RULES },
    });
    // A Deny of writing the lifecycle, or of anything but records, would be for root alone to lift.
    const denied = EVIDENCE_RULES.filter(({ Sid }) => Sid !== 'TlsOnly').flatMap(({ Action }) => Action);
    expect(denied).toEqual(['s3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion']);
    expect(EVIDENCE_RULES.every(({ Effect, Principal }) => Effect === 'Deny' && Principal === '*')).toBe(true);
  });
});
