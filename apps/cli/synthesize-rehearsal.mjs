// What the rehearsal deploys, made as a person makes it: a local organization listens, `synth` reads it with the AWS
// credentials that are printed, and writes templates for the example. The rehearsal itself then needs no CDK.
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

const cli = 'dist/keysweep.js';
const local = spawn(process.execPath, [cli, 'local', '-p', '0'], { stdio: ['ignore', 'pipe', 'ignore'] });
const environment = {};
for await (const line of createInterface({ input: local.stdout })) {
  const [, name, value] = /^export (\w+)=(.*)$/.exec(line) ?? [];
  if (name !== undefined) environment[name] = value;
  if (name === 'AWS_SESSION_TOKEN') break;
}
const synth = spawnSync(process.execPath, [cli, 'synth', '-c', 'dist/examples/keysweep.yaml', '-o', 'dist/rehearsal'], {
  env: { ...process.env, ...environment, CDK_VALIDATION: 'false' },
  encoding: 'utf8',
});
local.kill();
if (synth.status !== 0) process.stderr.write(`${synth.stdout}${synth.stderr}`);
process.exitCode = synth.status ?? 1;
