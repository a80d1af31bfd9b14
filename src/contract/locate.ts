// Where a path of keys and indexes stands in a YAML document. Aliases are followed to the text they name.
import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { ContractPath } from './provider-schema.ts';
import type { Span } from './source-text.ts';

/** The text of a mapping's key. */
export function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key);
}

/** Where a node's own text stands; undefined for what has none. */
export function spanOf(node: unknown): Span | undefined {
  if (node === null || typeof node !== 'object' || !('range' in node)) return undefined;
  const range = (node as Node).range;
  return range === null || range === undefined ? undefined : { start: range[0], end: range[1] };
}

export interface Found {
  /** The deepest key on the path that exists; undefined at the root and inside lists. */
  readonly key?: Span;
  readonly node: unknown;
  /** Whether the whole path exists. */
  readonly whole: boolean;
}

/** Follows the path as far as it exists. */
export function find(document: Document, path: ContractPath): Found {
  let found: Found = { node: document.contents, whole: true };
  for (const part of path) {
    const node = isAlias(found.node) ? found.node.resolve(document) : found.node;
    const next = child(node, part);
    if (next === undefined) return { ...found, node, whole: false };
    found = next;
  }
  return isAlias(found.node) ? { ...found, node: found.node.resolve(document) ?? found.node } : found;
}

/** What to underline for a problem at this path: a scalar itself, everything else by its key. */
export function locate(document: Document, path: ContractPath, at: 'key' | 'value' = 'value'): Span {
  const { key, node, whole } = find(document, path);
  const own = spanOf(node);
  if (at === 'value' && whole && isScalar(node) && own !== undefined && own.end > own.start) return own;
  return key ?? firstKey(node) ?? own ?? { start: 0, end: 1 };
}

function child(node: unknown, part: string | number): Found | undefined {
  if (isMap(node)) {
    // With a duplicate key the last one is what was read.
    const pair = node.items.findLast(({ key }: Pair) => keyText(key) === String(part));
    if (pair === undefined) return undefined;
    const key = spanOf(pair.key);
    return { ...(key === undefined ? {} : { key }), node: pair.value, whole: true };
  }
  if (isSeq(node) && typeof part === 'number' && part < node.items.length)
    return { node: node.items[part], whole: true };
  return undefined;
}

function firstKey(node: unknown): Span | undefined {
  return isMap(node) ? spanOf(node.items[0]?.key) : undefined;
}
