import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';
import { outerEnvironment } from '../outer-environment.ts';
import type { PageStep } from './page-steps.ts';

/** Where somebody pastes, and what is in their environment besides. */
export interface Shell {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs steps one after the other in one shell, as somebody does who pastes them; what each of them printed. */
export function pasteSteps(steps: readonly PageStep[], { cwd, environment }: Shell): string[] {
  const script = steps.map(({ commands }, index) => `echo '@@ ${index}'\n${commands}`).join('\n');
  const { stdout, status } = spawnSync('bash', ['-euo', 'pipefail', '-c', `exec 2>&1\n${script}`], {
    cwd,
    encoding: 'utf8',
    env: {
      ...outerEnvironment,
      ...environment,
      AWS_CONFIG_FILE: join(cwd, 'none'),
      AWS_SHARED_CREDENTIALS_FILE: join(cwd, 'none'),
      AWS_PAGER: '',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      CDK_FORCE: 'true',
      CDK_NOTICES: 'false',
      CDK_REQUIRE_APPROVAL: 'never',
      // Takes seconds, and another test has it.
      CDK_VALIDATION: 'false',
    },
  });
  expect(status, stdout).toBe(0);
  return stdout.split(/^@@ \d+\n/m).slice(1);
}

/** Commands that no page has, whose output nobody shows. */
export function quietly(commands: string): PageStep {
  return { commands, output: null };
}
