import { listStackInstances, releaseStackInstances, turnSwitch } from '@keysweep/aws';
import { KeysweepError, type Config, type OrganizationSnapshot } from '@keysweep/core';
import { STACK_NAMES, STACK_SET_NAME, SWITCH_NAME } from '@keysweep/stacksets/names';
import { askerOf, demandWord, type ConfirmOptions } from '../confirmation.ts';
import { accountOutcomes } from '../deploy/account-outcomes.ts';
import { accountsText, countsText } from '../deploy/accounts-text.ts';
import { destructionText, removalSteps } from '../deploy/destruction-text.ts';
import { failureText, hintFor } from '../deploy/failed-read.ts';
import { untilInterrupted } from '../deploy/interruption.ts';
import { takeInventory, type FoundStack, type Inventory } from '../deploy/inventory.ts';
import { deleteAndFollow, type Workplace } from '../deploy/operation.ts';
import { sayWhatGoesOn } from '../deploy/say-report.ts';
import { checkSite, takeSeat, type Site, type SiteOptions } from '../deploy/site.ts';
import { layoutFor } from '../diff-text/render-diff-text.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { loadConfig } from '../load-config.ts';
import { findOrganization } from '../organization/find-organization.ts';
import { printable } from '../printable.ts';
import { statusLine } from '../status-line.ts';
import type { Terminal } from '../terminal.ts';

/** What is taken down, and with whose credentials. */
export interface DestroyOptions extends SiteOptions, ConfirmOptions {
  readonly config: string;
  /** A snapshot of the organization (JSON); without it the organization is read from AWS. */
  readonly organization?: string;
  /** With `yes`: the id of the organization, instead of typing it. */
  readonly confirm?: string;
}

/**
 * Takes keysweep out of an organization, from the outside in, once sweeps are paused; evidence and signing key stay. Returns 1
 * where something could not be deleted, and then leaves what is further in.
 */
export async function destroy(options: DestroyOptions, terminal: Terminal): Promise<number> {
  const without = { nothing: 'nothing is taken down', hint: 'say --yes --confirm ORGANIZATION-ID' };
  const ask = askerOf(options, terminal, without);
  const workplace: Omit<Workplace, 'signal'> = { status: statusLine(terminal), underWay: null };
  const done = await untilInterrupted((signal) =>
    run(options, { ...terminal, ask }, Object.assign(workplace, { signal })),
  );
  if (!done.interrupted) return done.value;
  sayWhatGoesOn(workplace.underWay, { again: 'keysweep destroy' }, terminal);
  return EXIT_CODES.interrupted;
}

async function run(options: DestroyOptions, terminal: Terminal, workplace: Workplace): Promise<number> {
  const { config } = await loadConfig(options.config);
  const central = await takeSeat(config, options, terminal);
  const organization = await organizationOf(options, config);
  const site = await checkSite(central, options, { config, organization, say: terminal.say });
  const inventory = await takeInventory(site, organization);
  const { central: centre, rollout, management } = inventory;
  if (centre === null && rollout === null && management === null) {
    terminal.say('Nothing of keysweep is deployed here.');
    return EXIT_CODES.ok;
  }
  terminal.say('');
  terminal.data(destructionText(inventory, organization, layoutFor(terminal.width, terminal.colour)));
  terminal.say('');
  if (options.yes === true) checkNamed(options.confirm, organization);
  else await demandWord(terminal.ask, 'Take keysweep down?', organization.id);
  return takeDown(inventory, { site, config, organization, workplace, terminal });
}

function organizationOf({ organization, profile }: DestroyOptions, config: Config): Promise<OrganizationSnapshot> {
  const where = organization === undefined ? (profile === undefined ? {} : { profile }) : { organization };
  return findOrganization(where, config.region);
}

function checkNamed(named: string | undefined, { id }: OrganizationSnapshot): void {
  if (named === id) return;
  const what = named === undefined ? 'no organization is named' : `this is ${id}, not ${named}`;
  throw new KeysweepError('usage', `--yes needs --confirm with the id of the organization: ${what}`, {
    hint: `--yes --confirm ${id}`,
  });
}

interface Surroundings {
  readonly site: Site;
  readonly config: Config;
  readonly organization: OrganizationSnapshot;
  readonly workplace: Workplace;
  readonly terminal: Terminal;
}

async function takeDown(inventory: Inventory, around: Surroundings): Promise<number> {
  const { site, config, workplace, terminal } = around;
  const { central, rollout, management, leftovers } = inventory;
  if (central !== null) await pause(around);
  if (inventory.outOfReach.length > 0) await release(inventory, around);
  for (const stack of [rollout, management, central]) {
    if (stack === null) continue;
    const detail = stack === rollout ? () => instanceCounts(around) : undefined;
    const { name, seat, id: stackId } = stack;
    const end = await deleteAndFollow({ name, seat, stackId, ...(detail === undefined ? {} : { detail }) }, workplace);
    if (!end.succeeded) return sayFailure(stack, end, around);
  }
  terminal.say('keysweep is taken down. To remove what stays as well:');
  for (const step of removalSteps(leftovers)) terminal.say(`  ${step}`);
  if (site.management !== null || config.managementAccount === null) return EXIT_CODES.ok;
  terminal.say(
    `Still to be done, with credentials of the management account ${around.organization.managementAccountId}:`,
  );
  terminal.say(`  aws cloudformation delete-stack --stack-name ${STACK_NAMES.management} --region ${site.region}`);
  return EXIT_CODES.failure;
}

async function pause({ site: { central }, terminal }: Surroundings): Promise<void> {
  const why = { reason: 'keysweep destroy', by: central.arn };
  const turned = await turnSwitch(central.connection, { state: 'paused', ...why }, { parameterName: SWITCH_NAME });
  if (turned.state === 'unknown')
    throw new KeysweepError('deployment-refused', `sweeps could not be paused: ${failureText(turned.failure)}`, {
      hint: hintFor(turned.failure),
    });
  terminal.say(turned.state === 'known' ? 'Sweeps are paused.' : 'There is no switch, so nothing sweeps.');
}

async function release({ outOfReach }: Inventory, { site, workplace, terminal }: Surroundings): Promise<void> {
  const address = { name: STACK_SET_NAME, callAs: site.callAs };
  const { signal } = workplace;
  const failure = await releaseStackInstances(site.central.connection, address, { instances: outOfReach, signal });
  const accounts = outOfReach.map(({ accountId }) => accountId).join(', ');
  if (failure !== null)
    throw new KeysweepError('deployment-failed', `${accounts} could not be let go: ${failureText(failure)}`, {
      hint: 'sweeps are paused and nothing is deleted: see to the reason, and run keysweep destroy again',
    });
  terminal.say(`Let go of what is not active: ${accounts}.`);
}

async function instanceCounts({ site, organization }: Surroundings): Promise<string> {
  const address = { name: STACK_SET_NAME, callAs: site.callAs };
  const left = await listStackInstances(site.central.connection, address);
  return left.state === 'known' ? `${countsText(accountOutcomes(left.value, organization))} left` : '';
}

async function sayFailure(
  { name, seat }: FoundStack,
  end: { readonly status: string; readonly reason: string | null },
  { site, organization, terminal }: Surroundings,
): Promise<number> {
  const { say, width, colour } = terminal;
  say(printable(`error deployment-failed  ${name} is ${end.status}: ${end.reason ?? 'no reason is given'}`));
  say('  hint: sweeps are paused; what is further in was left. See to the reason, and run keysweep destroy again');
  if (name !== STACK_NAMES.rollout) return EXIT_CODES.failure;
  const left = await listStackInstances(seat.connection, { name: STACK_SET_NAME, callAs: site.callAs });
  if (left.state === 'known')
    for (const line of accountsText(accountOutcomes(left.value, organization), layoutFor(width, colour))) say(line);
  return EXIT_CODES.failure;
}
