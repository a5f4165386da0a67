import { spawnSync } from 'node:child_process';

/** A folder of provider plugins, as `terraform providers mirror` makes one; without it Terraform's own settings say where they are. */
const plugins = process.env['TERRAFORM_PLUGIN_DIR'];

/** What a run of Terraform left. */
export interface TerraformRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Terraform in a folder. No AWS account is touched: the credentials are none. */
export function terraform(args: readonly string[], cwd: string): TerraformRun {
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: 'none',
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_EC2_METADATA_DISABLED: 'true',
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
  };
  const { status, stdout, stderr } = spawnSync('terraform', args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  return { status, stdout: stdout ?? '', stderr: stderr ?? '' };
}

/** Prepares a folder for Terraform. Returns null, or why it cannot be: no Terraform, or no AWS provider. */
export function initialise(cwd: string): string | null {
  if (terraform(['version'], cwd).status !== 0) return 'terraform is not on PATH';
  const from = plugins === undefined ? [] : [`-plugin-dir=${plugins}`];
  const { status, stderr } = terraform(['init', '-backend=false', '-input=false', '-no-color', ...from], cwd);
  const reason = stderr.split('\n').find((line) => line.startsWith('Error: '));
  return status === 0 ? null : `terraform init failed (${reason ?? 'no reason given'}); set TERRAFORM_PLUGIN_DIR`;
}
