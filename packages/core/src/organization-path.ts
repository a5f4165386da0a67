/** A place in the organization as somebody wrote it: the root, a path of OU names, or an id. */
export type Target =
  | { readonly kind: 'root' }
  | { readonly kind: 'path'; readonly names: readonly string[] }
  | { readonly kind: 'id'; readonly id: string };

/** A place that was read, or why it could not be and what to write instead. */
export type ParsedTarget =
  | { readonly ok: true; readonly target: Target }
  | { readonly ok: false; readonly problem: string; readonly hint: string };

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html */
export const ORGANIZATIONAL_UNIT_ID = /^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/;
/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Root.html */
export const ROOT_ID = /^r-[0-9a-z]{4,32}$/;

/**
 * Reads `/`, `/Workloads/Prod` (a slash at the end does not matter), `ou-…` or `r-…`. In a path `\/` is a slash inside a
 * name and `\\` a backslash; names are otherwise taken as they are, blanks and all, since an OU may be called anything.
 */
export function parseTarget(text: string): ParsedTarget {
  if (text === '/') return { ok: true, target: { kind: 'root' } };
  if (text.startsWith('/')) return parsePath(text);
  if (ORGANIZATIONAL_UNIT_ID.test(text) || ROOT_ID.test(text)) return { ok: true, target: { kind: 'id', id: text } };
  const problem = `"${text}" is neither a path of OU names nor the id of an OU`;
  if (/^[0-9]{12}$/.test(text)) {
    return {
      ok: false,
      problem,
      hint: 'this looks like an account: policies are assigned to OUs; see excludeAccounts',
    };
  }
  if (/^(ou|r)-/.test(text)) return { ok: false, problem, hint: 'an id looks like ou-ab12-cd34ef56, in lower case' };
  return { ok: false, problem, hint: `a path starts at the root: "/${text}"` };
}

function parsePath(text: string): ParsedTarget {
  const wrong = /\\(?![\\/])/.test(text.replaceAll('\\\\', ''));
  if (wrong) {
    const problem = `"${text}" has a backslash that escapes nothing`;
    return { ok: false, problem, hint: 'write \\/ for a slash inside a name and \\\\ for a backslash' };
  }
  const names = [...text.matchAll(/\/((?:\\.|[^\\/])*)/gs)].map((match) =>
    (match[1] as string).replace(/\\(.)/gs, '$1'),
  );
  if (names[names.length - 1] === '') names.pop();
  if (names.length === 0 || names.includes('')) {
    return { ok: false, problem: `"${text}" has an empty name`, hint: 'one slash between two names' };
  }
  return { ok: true, target: { kind: 'path', names } };
}

/** The path of OU names as `parseTarget` reads it: `/` for no names. */
export function formatPath(names: readonly string[]): string {
  if (names.length === 0) return '/';
  return names.map((name) => `/${name.replace(/[\\/]/g, '\\$&')}`).join('');
}

/**
 * The form under which two spellings of one place meet without knowing the organization: a path without its last slash,
 * and the root's id as `/`, since an organization has one root. A path and an `ou-…` id never meet here.
 */
export function targetKey(target: Target): string {
  if (target.kind === 'root') return '/';
  if (target.kind === 'path') return formatPath(target.names);
  return ROOT_ID.test(target.id) ? '/' : target.id;
}
