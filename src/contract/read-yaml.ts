// Text to YAML document with positions. Core schema of YAML 1.2, one document, one mapping at the root; dates stay text.
// A hostile file must end in a problem: depth and aliases are bounded before anything recursive touches them.
import { type Document, isMap, isScalar, type Node, parseDocument, visit, type YAMLError } from 'yaml';
import { keyText, spanOf } from './locate.ts';
import { duplicateKeyProblem, openQuoteProblem, type YamlProblem, yamlProblem } from './yaml-problems.ts';
import { INDENT_COLUMNS_MAX, NESTING_DEPTH_MAX, tooDeepAt } from './yaml-depth.ts';
import { MARKS_MAX, tooManyMarksAt } from './yaml-size.ts';

/** The library's measure: how often an alias is used times how large what it names is. */
export const ALIAS_COUNT_MAX = 100;

/** Problems of one kind; what comes after them is seldom another mistake. */
export const YAML_PROBLEMS_MAX = 100;

export interface YamlContent {
  readonly document?: Document;
  /** The plain value; absent when nothing can be said of it. */
  readonly data?: Record<string, unknown>;
  readonly problems: readonly YamlProblem[];
}

/** Reads the text. Never throws for what the text says: `problems` does. */
export function readYaml(text: string): YamlContent {
  const deepAt = tooDeepAt(text);
  if (deepAt !== undefined) return { problems: [tooDeep(deepAt)] };
  const manyAt = tooManyMarksAt(text);
  if (manyAt !== undefined) return { problems: [tooMany(manyAt)] };
  // Duplicate keys are reported by us, with the line of the first one.
  const document = parseDocument(text, { version: '1.2', schema: 'core', uniqueKeys: false, prettyErrors: false });
  const syntax = [...document.errors, ...document.warnings]
    .slice(0, YAML_PROBLEMS_MAX)
    .map((error) => openQuote(document, error, text) ?? yamlProblem(error, text));
  const aliases = aliasProblems(document, text);
  const problems = [...syntax, ...aliases, ...duplicateKeys(document, text)];
  // With broken syntax anything more would be guesswork.
  if (syntax.some(({ code }) => code === 'yaml-syntax')) return { document, problems: syntax };
  if (aliases.length > 0) return { document, problems };
  const root = document.contents as Node | null;
  if (!isMap(root)) return { document, problems: [...problems, wrongRoot(root, text)] };
  try {
    return { document, data: document.toJS({ maxAliasCount: ALIAS_COUNT_MAX }) as Record<string, unknown>, problems };
  } catch (cause) {
    // Unresolved and circular aliases were found above, so that only the limit is left.
    if (!(cause instanceof ReferenceError)) throw cause;
    return { document, problems: [...problems, tooManyAliases(document)] };
  }
}

/** An unclosed quote is noticed at the end of the file; it is shown where it opens. */
function openQuote(document: Document, { code, pos }: YAMLError, text: string): YamlProblem | undefined {
  if (code !== 'MISSING_CHAR') return undefined;
  let opens: number | undefined;
  visit(document, {
    Scalar(_, scalar) {
      const span = spanOf(scalar);
      const quote = scalar.type === 'QUOTE_DOUBLE' ? '"' : scalar.type === 'QUOTE_SINGLE' ? "'" : undefined;
      if (span === undefined || quote === undefined || span.start > pos[0] || span.end < pos[0]) return;
      if (span.end === span.start + 1 || text[span.end - 1] !== quote) opens = span.start;
    },
  });
  return opens === undefined ? undefined : openQuoteProblem(opens);
}

function duplicateKeys(document: Document, text: string): YamlProblem[] {
  const problems: YamlProblem[] = [];
  visit(document, {
    Map(_, map) {
      const firstAt = new Map<string, number>();
      for (const { key } of map.items) {
        const name = keyText(key);
        const span = spanOf(key);
        if (span === undefined) continue;
        const first = firstAt.get(name);
        if (first === undefined) firstAt.set(name, span.start);
        else problems.push(duplicateKeyProblem(name, first, span, text));
        if (problems.length >= YAML_PROBLEMS_MAX) return visit.BREAK;
      }
      return undefined;
    },
  });
  return problems;
}

/** One pass with the anchors seen so far: resolving each alias by itself would walk the whole document each time. */
function aliasProblems(document: Document, text: string): YamlProblem[] {
  if (!text.includes('*')) return [];
  const problems: YamlProblem[] = [];
  const anchors = new Map<string, Node>();
  visit(document, {
    Value(_, node) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
    Alias(_, alias, ancestors) {
      const target = anchors.get(alias.source);
      if (target !== undefined && !ancestors.includes(target)) return undefined;
      const wrong = target === undefined ? 'names no anchor' : 'contains itself';
      problems.push(aliasProblem(alias, `the alias *${alias.source} ${wrong}`));
      return problems.length >= YAML_PROBLEMS_MAX ? visit.BREAK : undefined;
    },
  });
  return problems;
}

function tooManyAliases(document: Document): YamlProblem {
  let last: Node | undefined;
  visit(document, {
    Alias(_, alias) {
      last = alias;
    },
  });
  const why = `the values they name add up to more than ${ALIAS_COUNT_MAX} copies`;
  return { ...aliasProblem(last, 'the aliases of this file multiply beyond every use'), why };
}

function aliasProblem(alias: Node | undefined, what: string): YamlProblem {
  const span = spanOf(alias) ?? { start: 0, end: 1 };
  return { code: 'alias', path: [], span, what, next: 'write the value out' };
}

function tooMany(start: number): YamlProblem {
  return {
    code: 'too-large',
    path: [],
    span: { start, end: start + 1 },
    what: 'the file holds more values than a contract does',
    why: `at most ${MARKS_MAX} characters that begin, end or part a value are read`,
  };
}

function tooDeep(start: number): YamlProblem {
  return {
    code: 'too-deep',
    path: [],
    span: { start, end: start + 1 },
    what: 'this is nested too deep to be a contract',
    why: `at most ${NESTING_DEPTH_MAX} brackets or ${INDENT_COLUMNS_MAX} columns of indentation are read`,
  };
}

function wrongRoot(root: Node | null, text: string): YamlProblem {
  const empty = root === null || (isScalar(root) && root.value === null);
  const start = spanOf(root)?.start ?? 0;
  return {
    code: empty ? 'empty-file' : 'not-a-mapping',
    path: [],
    span: { start, end: Math.max(start + 1, Math.min(text.length, start + 20)) },
    what: empty ? 'the file says nothing' : 'a contract is a mapping of keys to values',
    next: 'begin with `provider: sakura-fortigate`; `kaiyaku schema` prints every key',
  };
}
