// The pure ring: no clock, no process, no input or output, nothing asynchronous, no chance. Checked over everything that
// the ring's files import when they run, so that purity cannot be lost one file further away.
import { lineOf } from './source.ts';
import { type Problem, reached, sourceOf, type Tree } from './tree.ts';

const RING: readonly RegExp[] = [
  /^src\/contract\/fields\.ts$/,
  /^src\/calendar\//,
  /^src\/teardown\//,
  /^src\/engine\/decide\.ts$/,
  /^src\/journal\/(?:chain|project)\.ts$/,
  /^src\/executors\/(?:port|[^/]+\/command)\.ts$/,
  /^scripts\/[^/]+\/(?:terms|teardown|contract|check-contract|request-texts|explain|index)\.ts$/,
  /^policies\//,
  /^stacks\//,
];

const ARRIVES = 'take it as an argument';
const BANS: readonly { readonly word: RegExp; readonly what: string; readonly instead: string }[] = [
  {
    word: /\bDate\.now\b|\bnew Date\(\s*\)|\bTemporal\.Now\b|\bperformance\b/g,
    what: 'reads the clock',
    instead: 'take nowMs or todayOn as an argument',
  },
  { word: /\bMath\.random\b|\brandom(?:UUID|Bytes|Int)\b|\bgetRandomValues\b/g, what: 'uses chance', instead: ARRIVES },
  { word: /\bprocess\s*[.[]/g, what: 'uses process', instead: ARRIVES },
  {
    word: /\basync\b|\bawait\b|\bnew Promise\b|\bPromise\s*\./g,
    what: 'is asynchronous',
    instead: 'let the engine wait and hand in what came',
  },
  {
    word: /\b(?:setTimeout|setInterval|setImmediate|queueMicrotask)\b/g,
    what: 'waits',
    instead: 'let the engine wait',
  },
  {
    word: /\bfetch\s*\(|\bconsole\s*\.|\bimport\s*\(/g,
    what: 'reaches outside',
    instead: 'return it; an executor or a report does the rest',
  },
  { word: /\bglobalThis\b|\beval\s*\(|\bnew Function\b/g, what: 'uses the global object', instead: ARRIVES },
];

/** Hashing is a pure function of its input. */
const PURE_NODE: Readonly<Record<string, readonly string[]>> = { 'node:crypto': ['src/base/canonical-json.ts'] };

export function checkPure(tree: Tree): Problem[] {
  const roots = [...tree.keys()].filter((path) => path.endsWith('.ts') && RING.some((pattern) => pattern.test(path)));
  const ring = reached(tree, roots, false);
  return [...ring.keys()].flatMap((path) => {
    const chain = chainTo(ring, path);
    const { code, imports } = sourceOf(tree, path);
    const banned = BANS.flatMap(({ word, what, instead }) =>
      [...code.matchAll(word)].map((match) => ({
        path,
        line: lineOf(code, match.index),
        what: `${what}${chain}`,
        instead,
      })),
    );
    const outside = imports
      .filter(
        ({ specifier, typeOnly }) =>
          !typeOnly && specifier.startsWith('node:') && PURE_NODE[specifier]?.includes(path) !== true,
      )
      .map(({ specifier, line }) => ({
        path,
        line,
        what: `imports ${specifier}${chain}`,
        instead: `${ARRIVES}, or import only types`,
      }));
    return [...banned, ...outside];
  });
}

function chainTo(ring: ReadonlyMap<string, string | undefined>, path: string): string {
  const chain: string[] = [];
  for (let at = ring.get(path); at !== undefined; at = ring.get(at)) chain.unshift(at);
  return chain.length === 0 ? ' in the pure ring' : ` in the pure ring (${[...chain, path].join(' → ')})`;
}
