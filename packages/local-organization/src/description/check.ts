import { LocalOrganizationError } from '../error.ts';
import type { DescriptionProblem } from '../error.ts';
import { nameKey } from '../state/sorted-index.ts';
import { defaultRole } from './default-roles.ts';
import { descriptionSchema } from './schema.ts';
import type { AccountDescription, CheckedDescription, OrganizationalUnitTree, UserDescription } from './schema.ts';
import { unitPathSegments } from './unit-path.ts';

// For one service. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html
const CREDENTIALS_PER_USER = 2;
// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
const DEEPEST_UNIT = 5;
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const GROUPS_PER_USER = 10;

/** A description that holds together, or an error that lists every problem at once. */
export function checkDescription(description: unknown): CheckedDescription {
  const parsed = descriptionSchema.safeParse(description);
  if (!parsed.success) {
    throw invalid(parsed.error.issues.map((issue) => ({ path: pathText(issue.path), problem: issue.message })));
  }
  const problems = [...unitProblems(parsed.data.organizationalUnits ?? {}, 1), ...accountsProblems(parsed.data)];
  if (problems.length > 0) throw invalid(problems);
  return parsed.data;
}

/** An error that lists problems. */
export function invalid(problems: readonly DescriptionProblem[]): LocalOrganizationError {
  const list = problems.map(({ path, problem }) => `  ${path === '' ? '(document)' : path}: ${problem}`).join('\n');
  return new LocalOrganizationError(
    'description-invalid',
    `The description has ${problems.length} problem(s):\n${list}`,
    problems,
  );
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

function unitProblems(
  tree: OrganizationalUnitTree,
  depth: number,
  at = 'organizationalUnits',
): readonly DescriptionProblem[] {
  return Object.entries(tree).flatMap(([name, children]) => {
    const path = `${at}.${name}`;
    if (depth > DEEPEST_UNIT) return [{ path, problem: `units nest at most ${DEEPEST_UNIT} deep` }];
    return unitProblems(children, depth + 1, path);
  });
}

function accountsProblems(description: CheckedDescription): readonly DescriptionProblem[] {
  const { organization, accounts } = description;
  const names = accounts.map((account) => account.name);
  const unknownAccount = (['managementAccount', 'delegatedAdministrator'] as const)
    .filter((role) => organization[role] !== undefined && !names.includes(organization[role]))
    .map((role) => ({ path: `organization.${role}`, problem: `no account is named ${organization[role]}` }));
  const perAccount = accounts.flatMap((account, index) => accountProblems(account, `accounts[${index}]`, description));
  const roles = accounts.flatMap((account, index) => roleProblems(account, `accounts[${index}].roles`, description));
  return [
    ...unknownAccount,
    ...repeated(names, (index) => `accounts[${index}].name`),
    ...repeated(
      accounts.map((account) => account.id),
      (index) => `accounts[${index}].id`,
    ),
    ...perAccount,
    ...roles,
  ];
}

function accountProblems(
  account: AccountDescription,
  at: string,
  description: CheckedDescription,
): readonly DescriptionProblem[] {
  const problems: DescriptionProblem[] = [];
  if (!unitExists(description.organizationalUnits ?? {}, account.ou ?? '/')) {
    problems.push({ path: `${at}.ou`, problem: `there is no organizational unit ${account.ou}` });
  }
  const groups = new Set((account.groups ?? []).map(nameKey));
  problems.push(...repeated((account.groups ?? []).map(nameKey), (index) => `${at}.groups[${index}]`));
  const users = account.users ?? [];
  problems.push(
    ...repeated(
      users.map((user) => nameKey(user.name)),
      (index) => `${at}.users[${index}].name`,
    ),
  );
  for (const [index, user] of users.entries()) {
    problems.push(...groupProblems(user.groups, groups, `${at}.users[${index}].groups`));
    problems.push(...credentialProblems(user, `${at}.users[${index}].credentials`));
  }
  for (const [index, set] of [account.generate ?? []].flat().entries()) {
    problems.push(...groupProblems(set.groups, groups, `${at}.generate[${index}].groups`));
    if ((set.keys ?? 0) > set.users * 2) {
      problems.push({ path: `${at}.generate[${index}].keys`, problem: 'a user has at most two access keys' });
    }
  }
  return problems;
}

/** Only what would be there otherwise can be missing. */
function roleProblems(
  { id, roles = {} }: AccountDescription,
  at: string,
  { organization, accounts }: CheckedDescription,
): readonly DescriptionProblem[] {
  const management = accounts.find(({ name }) => name === organization.managementAccount);
  const standard = defaultRole(id, management?.id ?? '').name;
  return Object.entries(roles)
    .filter(([name, role]) => role === 'missing' && name !== standard)
    .map(([name]) => ({
      path: `${at}.${name}`,
      problem: `is missing in any case: of itself there is only ${standard}`,
    }));
}

function groupProblems(
  wanted: readonly string[] | undefined,
  existing: ReadonlySet<string>,
  at: string,
): readonly DescriptionProblem[] {
  const problems = (wanted ?? []).flatMap((name, index) =>
    existing.has(nameKey(name)) ? [] : [{ path: `${at}[${index}]`, problem: `the account has no group ${name}` }],
  );
  const tooMany = (wanted ?? []).length > GROUPS_PER_USER;
  return tooMany ? [...problems, { path: at, problem: `a user is in at most ${GROUPS_PER_USER} groups` }] : problems;
}

function credentialProblems({ credentials = [] }: UserDescription, at: string): readonly DescriptionProblem[] {
  const services = credentials.map(({ service }) => service);
  const tooMany = new Set(
    services.filter((service) => services.filter((each) => each === service).length > CREDENTIALS_PER_USER),
  );
  return [...tooMany].map((service) => ({
    path: at,
    problem: `a user has at most ${CREDENTIALS_PER_USER} credentials for ${service}`,
  }));
}

function unitExists(tree: OrganizationalUnitTree, path: string): boolean {
  let at: OrganizationalUnitTree | undefined = tree;
  for (const name of unitPathSegments(path)) at = at !== undefined && Object.hasOwn(at, name) ? at[name] : undefined;
  return at !== undefined;
}

function repeated(values: readonly string[], pathOf: (index: number) => string): readonly DescriptionProblem[] {
  const seen = new Set<string>();
  return values.flatMap((value, index) => {
    if (!seen.has(value)) {
      seen.add(value);
      return [];
    }
    return [{ path: pathOf(index), problem: `${value} is there already` }];
  });
}
