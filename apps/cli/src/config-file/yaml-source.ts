import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';
import type { Problem } from '@keysweep/core';

/** What stands at an offset of a YAML text, in the words of whoever wrote it. */
export interface YamlFinding {
  readonly offset: number;
  readonly problem: string;
  readonly hint: string;
}

/** A YAML text that was read: its plain values, and where each came from. */
export interface YamlSource {
  readonly value: unknown;
  /** What YAML itself objects to, all of it. With `fatal`, `value` means nothing. */
  readonly findings: readonly YamlFinding[];
  readonly fatal: boolean;
  /** Where in the text a problem belongs. */
  readonly offsetOf: (problem: Problem) => number;
  /** Line and column of an offset, both from 1. */
  readonly placeOf: (offset: number) => { readonly line: number; readonly column: number };
}

/**
 * Reads a text as one YAML 1.2 document of plain data. Anchors, aliases and merge keys are refused: a value that stands
 * in one place has one line to point at, nothing can multiply itself, and sharing is what `extends` is for.
 */
export function readYaml(text: string): YamlSource {
  const lines = new LineCounter();
  const placeOf = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  try {
    // Duplicates are found below, in linear time.
    const document = parseDocument(text, {
      lineCounter: lines,
      uniqueKeys: false,
      prettyErrors: false,
      version: '1.2',
      merge: false,
    });
    const objections = [...document.errors, ...document.warnings].map(({ pos, code, message }) =>
      syntaxFinding(pos[0], code, message),
    );
    const repeats: YamlFinding[] = [];
    const structure = structureFindings(document, { repeats, placeOf });
    const fatal = objections.length > 0 || structure.length > 0;
    const value: unknown = fatal ? undefined : document.toJS();
    return {
      value,
      findings: distinct([...objections, ...structure, ...repeats]),
      fatal,
      offsetOf: locator(document),
      placeOf,
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { value: undefined, findings: [TOO_DEEP], fatal: true, offsetOf: () => 0, placeOf };
  }
}

const TOO_DEEP: YamlFinding = {
  offset: 0,
  problem: 'is nested too deeply to be read',
  hint: 'no setting is more than six levels deep',
};

/** One unclosed bracket inside another ends where the other does: that is said once. */
function distinct(findings: readonly YamlFinding[]): YamlFinding[] {
  return [...new Map(findings.map((finding) => [`${finding.offset} ${finding.problem}`, finding])).values()];
}

function syntaxFinding(offset: number, code: string, message: string): YamlFinding {
  if (code === 'MULTIPLE_DOCS') {
    return {
      offset,
      problem: 'a second document begins here',
      hint: 'one file holds one configuration: take the --- out',
    };
  }
  // The parser catches its own overflow and calls it a syntax error.
  if (message.includes('call stack')) return TOO_DEEP;
  if (code === 'TAG_RESOLVE_FAILED') {
    return { offset, problem: 'tags (!…) are not read', hint: 'write the plain value' };
  }
  return { offset, problem: `not YAML: ${message}`, hint: 'check indentation, quotes and brackets' };
}

interface Collected {
  readonly repeats: YamlFinding[];
  readonly placeOf: (offset: number) => { readonly line: number };
}

/** What this door does not take (returned), and keys that stand twice in a map (collected). */
function structureFindings(document: Document.Parsed, { repeats, placeOf }: Collected): YamlFinding[] {
  const findings: YamlFinding[] = [];
  visit(document, {
    Alias: (_key, node) => {
      findings.push({
        offset: startOf(node),
        problem: 'aliases (*…) are not read',
        hint: 'let a policy extend another',
      });
    },
    Node: (_key, node) => {
      if (!('anchor' in node) || node.anchor === undefined) return;
      findings.push({
        offset: startOf(node),
        problem: 'anchors (&…) are not read',
        hint: 'let a policy extend another',
      });
    },
    Map: (_key, node) => {
      const first = new Map<string, number>();
      for (const { key } of node.items as Pair<Node, Node | null>[]) {
        const offset = startOf(key);
        if (!isScalar(key)) {
          findings.push({ offset, problem: 'a key must be plain text', hint: 'write key: value' });
          continue;
        }
        const name = keyText(key);
        if (name === '<<')
          findings.push({ offset, problem: 'merge keys (<<) are not read', hint: 'let a policy extend another' });
        const earlier = first.get(name);
        if (earlier === undefined) first.set(name, offset);
        else
          repeats.push({
            offset,
            problem: `"${name}" stands here twice`,
            hint: `it is on line ${placeOf(earlier).line} already`,
          });
      }
    },
  });
  return findings;
}

const textOf: (value: unknown) => string = String;

/** The name of a key as `toJS` makes it. */
function keyText(key: Node): string {
  const value: unknown = isScalar(key) ? key.value : null;
  return value === null ? '' : textOf(value);
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

/** The pairs of a map by the name of their key; of two alike the last, as `toJS` has it. */
function pairsOf(map: YAMLMap, kept: WeakMap<YAMLMap, ReadonlyMap<string, Pair<Node, Node | null>>>) {
  const known = kept.get(map);
  if (known !== undefined) return known;
  const pairs = new Map((map.items as Pair<Node, Node | null>[]).map((pair) => [keyText(pair.key), pair]));
  kept.set(map, pairs);
  return pairs;
}

/** Finds the place of a problem: its `key` is the node that names it, its `value` what stands there. */
function locator(document: Document.Parsed): (problem: Problem) => number {
  const kept = new WeakMap<YAMLMap, ReadonlyMap<string, Pair<Node, Node | null>>>();
  return ({ path, at }) => {
    let key: Node | null = null;
    let value: Node | null = document.contents;
    for (const step of at === 'parent' ? path.slice(0, -1) : path) {
      if (isSeq(value)) {
        value = (value.items[Number(step)] ?? null) as Node | null;
        key = value;
      } else if (isMap(value)) {
        const pair = pairsOf(value, kept).get(String(step));
        key = pair?.key ?? key;
        value = pair?.value ?? null;
      }
    }
    const node = at === 'value' && isWritten(value) ? value : (key ?? value);
    return node === null ? 0 : startOf(node);
  };
}

/** An absent value has a node of no length, somewhere after its key. */
function isWritten(node: Node | null): boolean {
  const [start, end] = node?.range ?? [0, 0];
  return end > start;
}
