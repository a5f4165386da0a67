import { KeysweepError } from './errors.ts';
import { formatPath, parseTarget, ROOT_ID, type Target } from './organization-path.ts';
import type { OrganizationSnapshot } from './organization.ts';
import { requireWholeSnapshot } from './organization-snapshot.ts';
import { closest } from './suggestion.ts';

/** A place in the organization that exists: `id` of the root or an OU, `path` of names (`/` for the root). */
export interface Place {
  readonly id: string;
  readonly path: string;
}

/** Where an earlier reading of the same organization found its OUs: path of names → id. */
export type EarlierPlaces = ReadonlyMap<string, string>;

/** Look-ups in one snapshot; each way up the tree is walked once. */
export interface OrganizationIndex {
  readonly rootId: string;
  /** The path of names of the root or an OU. */
  pathOf(id: string): string;
  /** The ids from the root or an OU itself up to the root. */
  lineageOf(id: string): readonly string[];
  /** The place that somebody wrote as a path or an id; or what is wrong with it. */
  find(written: string): Found;
}

/** A place, or why there is none and what may have been meant. */
export type Found =
  | { readonly ok: true; readonly place: Place }
  | { readonly ok: false; readonly problem: string; readonly hint: string };

interface Node extends Place {
  readonly lineage: readonly string[];
}

/**
 * Prepares look-ups in a snapshot. With `earlier`, a path that led to an OU then, and to none now, is explained.
 * @throws KeysweepError `organization-invalid` when the snapshot is not one whole tree.
 */
export function indexOrganization(
  snapshot: OrganizationSnapshot,
  earlier: EarlierPlaces = new Map(),
): OrganizationIndex {
  requireWholeSnapshot(snapshot);
  const units = new Map(snapshot.organizationalUnits.map((unit) => [unit.id, unit]));
  const nodes = new Map<string, Node>([
    [snapshot.rootId, { id: snapshot.rootId, path: '/', lineage: [snapshot.rootId] }],
  ]);
  const node = (id: string): Node => {
    const kept = nodes.get(id);
    if (kept !== undefined) return kept;
    const unit = units.get(id);
    if (unit === undefined) throw new KeysweepError('internal', `${id} is no place of this organization`);
    const parent = node(unit.parentId);
    const path = `${parent.path === '/' ? '' : parent.path}${formatPath([unit.name])}`;
    const made = { id, path, lineage: [id, ...parent.lineage] };
    nodes.set(id, made);
    return made;
  };
  for (const id of units.keys()) node(id);
  const byPath = new Map([...nodes.values()].map((place) => [place.path, place]));
  return {
    rootId: snapshot.rootId,
    pathOf: (id) => node(id).path,
    lineageOf: (id) => node(id).lineage,
    find: (written) => {
      const parsed = parseTarget(written);
      return parsed.ok ? findPlace(parsed.target, { nodes, byPath, earlier, rootId: snapshot.rootId }) : parsed;
    },
  };
}

interface Places {
  readonly nodes: ReadonlyMap<string, Place>;
  readonly byPath: ReadonlyMap<string, Place>;
  readonly earlier: EarlierPlaces;
  readonly rootId: string;
}

function findPlace(target: Target, places: Places): Found {
  if (target.kind === 'id') {
    const place = places.nodes.get(target.id);
    if (place !== undefined) return { ok: true, place };
    const root = ROOT_ID.test(target.id)
      ? `the root is ${places.rootId}`
      : 'the OU may have been deleted, or be of another organization';
    return { ok: false, problem: `there is no ${target.id} in the organization`, hint: root };
  }
  const path = target.kind === 'root' ? '/' : formatPath(target.names);
  const place = places.byPath.get(path);
  if (place !== undefined) return { ok: true, place };
  const earlierId = places.earlier.get(path);
  return earlierId === undefined ? notFound(path, places.byPath.keys()) : noLonger(path, earlierId, places.nodes);
}

/** An id survives a renaming and a move, so the OU that a path once meant is found by it. */
function noLonger(path: string, id: string, nodes: ReadonlyMap<string, Place>): Found {
  const now = nodes.get(id);
  if (now === undefined)
    return {
      ok: false,
      problem: `there is no OU ${path} in the organization any more: ${id} is gone`,
      hint: 'take it out, or name the OU that took its place',
    };
  return {
    ok: false,
    problem: `there is no OU ${path} in the organization any more: ${id} is ${now.path} now`,
    hint: `write "${now.path}", or "${id}", which survives renaming and moving`,
  };
}

/** Suggests the OU with a near path; else the one of the same name elsewhere, since OUs move. */
function notFound(path: string, paths: Iterable<string>): Found {
  const all = [...paths];
  const name = lastName(path);
  const meant = closest(path, all) ?? all.find((candidate) => lastName(candidate) === name);
  const hint =
    meant === undefined ? 'it may have been renamed or moved; an ou-… id survives both' : `did you mean "${meant}"?`;
  return { ok: false, problem: `there is no OU ${path} in the organization`, hint };
}

/** The last name of a path, its escapes left in. */
function lastName(path: string): string | undefined {
  return /(?:\\.|[^\\/])*$/s.exec(path)?.[0];
}
