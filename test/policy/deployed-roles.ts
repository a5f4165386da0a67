import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import type { LocalOrganization, PolicyDocument, PolicyQuestion } from '@keysweep/local-organization';
import type { RolledOut } from '../rollout/rolled-out.ts';
import { deployed, type Deployed } from './deployed.ts';
import type { AuthorizedRequest } from './requests.ts';

/** The roles that work without a person. */
export const KEYSWEEP_ROLES = [
  'keysweep-central',
  'keysweep-revoker',
  'keysweep-audit',
  'keysweep-states',
  'keysweep-scheduler',
] as const;

/** One of them. */
export type KeysweepRole = (typeof KEYSWEEP_ROLES)[number];

const OF_MEMBERS: ReadonlySet<string> = new Set(['keysweep-revoker', 'keysweep-audit']);

/** The roles of a world, and the policies of what they act upon, from the very templates that it was deployed with. */
export class DeployedRoles {
  readonly #organization: LocalOrganization;
  readonly #central: Deployed;
  readonly #memberTemplate: string;
  /** The key that encrypts the topic. */
  readonly notificationKeyArn: string;

  private constructor(
    organization: LocalOrganization,
    templates: { readonly central: string; readonly member: string },
  ) {
    this.#organization = organization;
    const centre = organization.managementAccountId;
    const physicalId = (logicalId: string): string =>
      organization.stack(centre, 'keysweep-central').resources.find((resource) => resource.logicalId === logicalId)
        ?.physicalId ?? '';
    const keyArn = (logicalId: string): string =>
      `arn:aws:kms:${organization.region}:${centre}:key/${physicalId(logicalId)}`;
    this.notificationKeyArn = keyArn('NotificationKey');
    this.#central = deployed(templates.central, {
      'AWS::AccountId': centre,
      'Evidence.Arn': `arn:aws:s3:::${physicalId('Evidence')}`,
      'OrderSigningKey.Arn': keyArn('OrderSigningKey'),
      'NotificationKey.Arn': this.notificationKeyArn,
      Notifications: physicalId('Notifications'),
    });
    this.#memberTemplate = templates.member;
  }

  /** Reads the templates back from CloudFormation. The centre is in the management account. */
  static async read(world: RolledOut): Promise<DeployedRoles> {
    const client = new CloudFormationClient(world.connection('operator'));
    const template = async (StackName: string): Promise<string> =>
      (await client.send(new GetTemplateCommand({ StackName }))).TemplateBody ?? '';
    const [central, member] = await Promise.all([template('keysweep-central'), template('keysweep-management')]);
    return new DeployedRoles(world.organization, { central, member });
  }

  /** What IAM is asked when a session of one of the roles makes a request. */
  question(principal: string, request: AuthorizedRequest): PolicyQuestion {
    const [, account = '', role = ''] = /^arn:aws:sts::(\d+):assumed-role\/([\w-]+)\//.exec(principal) ?? [];
    return {
      principal,
      action: request.action,
      resource: { arn: request.arn, accountId: request.owner },
      context: {
        'aws:PrincipalArn': `arn:aws:iam::${account}:role/${role}`,
        'aws:PrincipalOrgID': this.#organization.id,
        'aws:SecureTransport': 'true',
        ...request.context,
      },
      identityPolicies: this.#templateOf(role, account).role(role).policies,
      resourcePolicy: this.#resourcePolicy(request),
      scps: [],
    };
  }

  /** The actions that a role's statements allow, sorted. */
  actionsAllowed(role: KeysweepRole): readonly string[] {
    const { policies } = this.#templateOf(role, this.#organization.managementAccountId).role(role);
    const allowing = policies.flatMap(({ Statement }) => [Statement].flat()).filter(({ Effect }) => Effect === 'Allow');
    return allowing.flatMap(({ Action = [] }) => Action).toSorted();
  }

  #templateOf(role: string, accountId: string): Deployed {
    return OF_MEMBERS.has(role) ? this.#member(accountId) : this.#central;
  }

  #member(accountId: string): Deployed {
    const { parameters } = this.#organization.stack(this.#organization.managementAccountId, 'keysweep-management');
    return deployed(this.#memberTemplate, { ...parameters, 'AWS::AccountId': accountId });
  }

  #resourcePolicy({ action, arn, owner }: AuthorizedRequest): PolicyDocument | undefined {
    const ofCentre = (logicalId: string, property: string) =>
      this.#central.property(logicalId, property) as PolicyDocument;
    if (action === 'sts:AssumeRole') return this.#member(owner).role('keysweep-audit').trust;
    if (action === 'kms:Sign') return ofCentre('OrderSigningKey', 'KeyPolicy');
    if (action.startsWith('kms:')) return ofCentre('NotificationKey', 'KeyPolicy');
    if (action === 'sns:Publish') return ofCentre('NotificationRules', 'PolicyDocument');
    if (action.startsWith('s3:')) return ofCentre('EvidenceRules', 'PolicyDocument');
    return arn.endsWith(':function:keysweep-revoker') ? this.#whoMayInvoke(owner, arn) : undefined;
  }

  /** As Lambda writes the permission of the template. https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-organization.html */
  #whoMayInvoke(accountId: string, arn: string): PolicyDocument {
    const permission = (name: string) => this.#member(accountId).property('CentralMayInvoke', name) as string;
    return {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${permission('Principal')}:root` },
          Action: permission('Action'),
          Resource: arn,
          Condition: { StringEquals: { 'aws:PrincipalOrgID': permission('PrincipalOrgID') } },
        },
      ],
    };
  }
}
