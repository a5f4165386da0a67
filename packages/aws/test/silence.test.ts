import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { organizationReader } from '../src/index.ts';

const held = new Set<Socket>();
const silent = createServer((socket) => void held.add(socket));
beforeEach(async () => {
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
});
afterEach(() => {
  for (const socket of held) socket.destroy();
  silent.close();
});

it('a request that nobody answers is lost, and does not wait for ever', async () => {
  const { port } = silent.address() as AddressInfo;
  const reader = organizationReader({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'made up' },
    silenceMs: 100,
    maxAttempts: 2,
    retryDelayMs: 1,
  });
  expect(await reader.snapshot()).toMatchObject({
    state: 'unknown',
    failure: { kind: 'timeout', operation: 'organizations:DescribeOrganization' },
  });
  expect(held.size).toBe(2);
});
