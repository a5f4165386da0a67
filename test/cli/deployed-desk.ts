import type { IssuedCredentials } from '@keysweep/local-organization';
import { deployCentralFunctions } from '../flow/central-functions.ts';
import { smallOrganization } from '../flow/small-organization.ts';
import { MANAGEMENT, setStage, type Stage } from '../stage.ts';
import { createSweepMachine } from '../states/sweep-machine-here.ts';
import { openDesk, type Desk } from './from-here.ts';

/** A desk beside a whole centre: its functions as bundles, its state machine, its agents. */
export interface DeployedDesk extends Desk {
  readonly stage: Stage;
  /** Of the role for people that the central stack makes. */
  readonly olivia: IssuedCredentials;
  /** What the CLI said, with the names that are made up anew each time made the same, and without its progress, which is a matter of chance. */
  told(text: string): string;
}

/** Sits down beside the centre of the small organization. */
export async function openDeployedDesk(config: unknown): Promise<DeployedDesk> {
  const stage = await setStage({ organization: smallOrganization(), config });
  const functions = await deployCentralFunctions(stage);
  createSweepMachine(stage.organization);
  const desk = await openDesk(stage.organization, config);
  return {
    ...desk,
    stage,
    olivia: stage.organization.credentials({ roleArn: `arn:aws:iam::${MANAGEMENT}:role/keysweep-operator` }),
    told: (text) =>
      text
        .replaceAll(/^(?:planning|applying and auditing): .*\n/gm, '')
        .replaceAll(/arn:aws:sts::\d+:assumed-role\/keysweep-operator\/[\w-]+/g, '<olivia>')
        .replaceAll(/arn:aws:states:\S+:by-hand-[\da-f-]{36}/g, '<execution>')
        .replaceAll(/\d{8}T\d{6}Z/g, '<run>')
        .replaceAll(/\d{1,2} \w{3} \d{4}, \d\d:\d\d UTC/g, '<then>'),
    close: async () => {
      await stage.organization.settled();
      await desk.close();
      functions.close();
    },
  };
}
