import { mkdirSync, rmSync } from 'node:fs';
import type { App } from 'aws-cdk-lib';
import type { Config } from '@keysweep/core';
import { CentralStack } from './central-stack.ts';
import { MemberStack } from './member-stack.ts';
import { synthesizeMemberTemplate } from './member-template.ts';
import { STACK_NAMES } from './names.ts';
import { RolloutStack } from './rollout-template.ts';
import { synthesizeStandaloneTemplate } from './standalone-stack.ts';
import { quietApp, templateText } from './synthesize.ts';
import { stagedSynthesizer } from './synthesizers.ts';

/** Everything that a deployment is made from. */
export interface AssemblyProps {
  readonly config: Config;
  readonly organization: { readonly id: string; readonly managementAccountId: string };
  /** What `deployTo` means: ids of the root or of OUs. */
  readonly targets: readonly string[];
  /** The built programs, each one CommonJS file. */
  readonly bundles: { readonly revoker: string; readonly aggregator: string; readonly standalone: string };
  /** What the central functions work by: `config` in canonical form, its targets as ids. */
  readonly resolvedConfig: string;
}

/** The templates, each one line of JSON, and the archive of the central functions in the assembly. */
export interface Assembly {
  readonly member: string;
  readonly central: string;
  readonly rollout: string;
  readonly standalone: string;
  readonly asset: { readonly path: string; readonly hash: string };
}

/**
 * Writes a cloud assembly into `outdir`, which it empties first, for the CDK's command line or its toolkit-lib to deploy:
 * the central stack and the rollout in the central account, the member stack in the management account, none waiting for
 * another. The same input gives the same bytes. The standalone template is no part of it: it is deployed by hand.
 * @throws KeysweepError as `RolloutStack` does; whatever the CDK finds against CloudFormation's schemas.
 */
export function synthesizeAssembly(props: AssemblyProps, outdir: string): Assembly {
  const member = synthesizeMemberTemplate({ revokerBundle: props.bundles.revoker });
  const standalone = synthesizeStandaloneTemplate({ standaloneBundle: props.bundles.standalone });
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const app = quietApp(outdir);
  const { central, rollout } = addStacks(app, props, member);
  const assembly = app.synth();
  return {
    member,
    standalone,
    central: templateText(central, assembly),
    rollout: templateText(rollout, assembly),
    asset: { path: central.codePath, hash: central.codeHash },
  };
}

function addStacks(app: App, props: AssemblyProps, memberTemplate: string) {
  const { config, organization, targets, bundles, resolvedConfig } = props;
  const { region, central } = config;
  const { managementAccountId } = organization;
  const env = { account: central.delegatedAdministrator ?? managementAccountId, region };
  // An app may share one of these among its stacks, but then they share its state too.
  const staged = () => ({ synthesizer: stagedSynthesizer() });
  new MemberStack(app, STACK_NAMES.management, {
    revokerBundle: bundles.revoker,
    env: { account: managementAccountId, region },
    ...staged(),
  });
  return {
    central: new CentralStack(app, STACK_NAMES.central, {
      config,
      organization,
      aggregatorBundle: bundles.aggregator,
      resolvedConfig,
      env,
    }),
    rollout: new RolloutStack(app, STACK_NAMES.rollout, {
      memberTemplate,
      config,
      organization,
      targets,
      env,
      ...staged(),
    }),
  };
}
