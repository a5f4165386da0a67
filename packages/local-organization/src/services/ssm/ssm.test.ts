import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { expect, it } from 'vitest';
import { acme, asAdministrator, clientConfig, EMPTY, MANAGEMENT } from '../../testing/acme.ts';

it('keeps parameters by account, with versions', async () => {
  const organization = acme();
  const ssm = new SSMClient(clientConfig(organization));
  const Name = '/app/state';
  await expect(ssm.send(new GetParameterCommand({ Name }))).rejects.toMatchObject({ name: 'ParameterNotFound' });
  await ssm.send(new PutParameterCommand({ Name, Value: 'enabled', Type: 'String' }));
  await expect(ssm.send(new PutParameterCommand({ Name, Value: 'paused' }))).rejects.toMatchObject({
    name: 'ParameterAlreadyExists',
  });
  expect((await ssm.send(new PutParameterCommand({ Name, Value: 'paused', Overwrite: true }))).Version).toBe(2);
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
  expect(Parameter).toMatchObject({
    Name,
    Value: 'paused',
    Type: 'String',
    Version: 2,
    LastModifiedDate: expect.any(Date),
  });
  const stranger = new SSMClient(asAdministrator(organization, EMPTY));
  await expect(stranger.send(new GetParameterCommand({ Name }))).rejects.toMatchObject({ name: 'ParameterNotFound' });
  organization.putParameter({ accountId: MANAGEMENT, name: Name, value: 'enabled' });
  expect((await ssm.send(new GetParameterCommand({ Name }))).Parameter).toMatchObject({ Value: 'enabled', Version: 3 });
});
