import { parseConfig } from '@keysweep/core';
import type { PolicyDocument } from '@keysweep/local-organization';
import { synthesizeAssembly } from '../../stacksets/src/index.ts';
import { fillIn } from '../fill-in.ts';

/** The central account, which is a delegated administrator here. */
export const CENTRE = '444455556666';
/** A member account. */
export const MEMBER = '222222222222';
/** The organization of both. */
export const ORGANIZATION = 'o-a1b2c3d4e5';

const REGION = 'us-east-1';
/** The key that signs orders. */
export const SIGNING_KEY = `arn:aws:kms:${REGION}:${CENTRE}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
/** The key that encrypts messages. */
export const NOTIFICATION_KEY = `arn:aws:kms:${REGION}:${CENTRE}:key/5678efab-56ef-78ab-90cd-567890abcdef`;
/** The topic that people are told through. */
export const TOPIC = `arn:aws:sns:${REGION}:${CENTRE}:keysweep`;
/** The evidence bucket. */
export const BUCKET = `arn:aws:s3:::keysweep-${CENTRE}-${REGION}`;

interface Template {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>;
}

interface RoleProperties {
  readonly RoleName: string;
  readonly AssumeRolePolicyDocument: PolicyDocument;
  readonly Policies: readonly { readonly PolicyDocument: PolicyDocument }[];
}

/** A role of a template, as CloudFormation would make it. */
export interface DeployedRole {
  readonly trust: PolicyDocument;
  readonly policies: readonly PolicyDocument[];
}

/** What a template comes to in an account: its roles by name, and any property of its resources. */
export interface Deployed {
  readonly role: (name: string) => DeployedRole;
  readonly property: (logicalId: string, property: string) => unknown;
}

/** What the central and the member template come to, with their names and references filled in. */
export function deploy(outdir: string): { readonly central: Deployed; readonly member: Deployed } {
  const parsed = parseConfig({
    version: 1,
    region: REGION,
    central: { delegatedAdministrator: CENTRE },
    policies: { weekly: { groups: ['Developers'] } },
    assignments: { '/': 'weekly' },
  });
  if (!parsed.ok) throw new TypeError(JSON.stringify(parsed.problems));
  const { central, member } = synthesizeAssembly(
    {
      config: parsed.config,
      organization: { id: ORGANIZATION, managementAccountId: '111122223333' },
      targets: ['r-ab12'],
      bundles: { revoker: 'x', aggregator: 'x', standalone: 'x' },
      resolvedConfig: '{}',
    },
    outdir,
  );
  return {
    central: deployed(central, {
      'AWS::AccountId': CENTRE,
      'Evidence.Arn': BUCKET,
      'OrderSigningKey.Arn': SIGNING_KEY,
      'NotificationKey.Arn': NOTIFICATION_KEY,
      Notifications: TOPIC,
    }),
    member: deployed(member, { 'AWS::AccountId': MEMBER, CentralAccountId: CENTRE, OrganizationId: ORGANIZATION }),
  };
}

/** What a template comes to where its names are these values. */
export function deployed(text: string, values: Readonly<Record<string, string>>): Deployed {
  const { Resources }: Template = JSON.parse(text);
  const known = { 'AWS::Partition': 'aws', 'AWS::Region': REGION, ...values };
  const roles = Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::IAM::Role')
    .map(({ Properties }) => fillIn(Properties, known) as RoleProperties);
  return {
    role: (name) => {
      const role = roles.find(({ RoleName }) => RoleName === name);
      if (role === undefined) throw new TypeError(`no template makes a role ${name}`);
      return {
        trust: role.AssumeRolePolicyDocument,
        policies: role.Policies.map(({ PolicyDocument: document }) => document),
      };
    },
    property: (logicalId, property) => fillIn(Resources[logicalId]?.Properties[property], known),
  };
}
