import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import type { CreateStackCommandInput, Stack, UpdateStackCommandInput } from '@aws-sdk/client-cloudformation';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { LocalOrganization } from '../../local-organization.ts';
import { acme, asAdministrator, PAYMENTS } from '../../testing/acme.ts';

const StackName = 'things';

/** One stack, `things`, in a fresh organization, as the real SDK client works with it. */
export class OneStack {
  readonly organization: LocalOrganization = acme();
  readonly #config = asAdministrator(this.organization, PAYMENTS);
  readonly client = new CloudFormationClient(this.#config);

  create(TemplateBody: string | undefined, rest: Partial<CreateStackCommandInput> = {}) {
    const Capabilities: CreateStackCommandInput['Capabilities'] = ['CAPABILITY_NAMED_IAM'];
    return this.client.send(new CreateStackCommand({ StackName, TemplateBody, Capabilities, ...rest }));
  }

  update(rest: Partial<UpdateStackCommandInput>) {
    return this.client.send(new UpdateStackCommand({ StackName, ...rest }));
  }

  delete(RetainResources?: string[]) {
    return this.client.send(new DeleteStackCommand({ StackName, RetainResources }));
  }

  /** The stack, also a deleted one by its id. */
  async described(name = StackName): Promise<Stack | undefined> {
    const { Stacks } = await this.client.send(new DescribeStacksCommand({ StackName: name }));
    return Stacks?.[0];
  }

  /** Oldest first: what, into which status, and why. */
  async events() {
    const { StackEvents = [] } = await this.client.send(new DescribeStackEventsCommand({ StackName }));
    return StackEvents.toReversed().map((event) => [
      event.LogicalResourceId,
      event.ResourceStatus,
      ...(event.ResourceStatusReason === undefined ? [] : [event.ResourceStatusReason]),
    ]);
  }

  /** What failed first, and why. */
  get failure(): string | null {
    return this.organization.stack(PAYMENTS, StackName).failure;
  }

  /** Which of these parameters are there, with their values. */
  values(...names: readonly string[]): readonly (string | undefined)[] {
    return names.map((name) => this.organization.parameter(PAYMENTS, name));
  }

  putObject(Bucket: string, Key: string, Body: string) {
    return new S3Client(this.#config).send(new PutObjectCommand({ Bucket, Key, Body }));
  }
}
