import {
  ACTIONS,
  exceeds,
  KeysweepError,
  parseConfig,
  type Action,
  type ApplyOrder,
  type PolicyRules,
} from '@keysweep/core';
import { loadConfig } from '../load-config.ts';
import { policyOf } from '../policy-of.ts';

/** By which rules one account is swept: groups that are named, or a policy of a configuration. */
export interface RulesOptions {
  /** Names, separated by commas. */
  readonly groups?: string;
  readonly config: string;
  readonly policy?: string;
  readonly action?: Action;
}

/** Rules as an order carries them. */
export type RulesHere = ApplyOrder['rules'];

/** What cannot be undone is not done unless it is asked for. */
const DEFAULT_ACTION = 'deactivate';

/**
 * The rules to sweep by. Of named groups: every default of a policy, and keys are deactivated unless asked otherwise; of a policy:
 * its own, with `action` in place of what it does. Throws `config-invalid`, or `usage` for an action beyond the ceilings.
 */
export async function rulesHere(options: RulesOptions): Promise<RulesHere> {
  const rules = await findRules(options);
  const { groups, users } = rules.exempt;
  return { ...rules, groups: [...rules.groups], exempt: { groups: [...groups], users: [...users] } };
}

async function findRules(options: RulesOptions): Promise<PolicyRules> {
  const { groups, action, config } = options;
  if (groups !== undefined) return rulesOfGroups(groups, action ?? DEFAULT_ACTION);
  const { policies, ceilings } = (await loadConfig(config)).config;
  const name = policyOf(options.policy, Object.keys(policies));
  const rules = (policies[name] as (typeof policies)[string]).rules;
  const wanted = action ?? rules.action;
  if (exceeds(wanted, ceilings.action))
    throw new KeysweepError('usage', `the ceilings of ${config} allow no more than ${ceilings.action}`, {
      hint: `${ACTIONS.join(', ')}: each goes further than the one before`,
    });
  return { ...rules, action: wanted, deleteAfterInactiveDays: wanted === 'delete' ? rules.deleteAfterInactiveDays : 0 };
}

/** Read as a configuration of these groups would be, so that every name is checked and every default is the same. */
function rulesOfGroups(groups: string, action: Action): PolicyRules {
  const names = groups.split(',').flatMap((name) => name.trim() || []);
  const document = {
    version: 1,
    region: 'us-east-1',
    policies: { here: { groups: names, action } },
    assignments: { '/': 'here' },
  };
  const parsed = parseConfig(document);
  const rules = parsed.ok ? parsed.config.policies['here']?.rules : undefined;
  if (rules !== undefined) return rules;
  const problems = parsed.ok ? [] : parsed.problems.map(({ problem }) => problem);
  throw new KeysweepError('usage', `--groups: ${problems.join('; ')}`, {
    hint: 'names of IAM groups, separated by commas: Developers,Administrators',
  });
}
