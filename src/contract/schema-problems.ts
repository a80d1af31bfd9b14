// The schema's findings as problems on the user's file: all of them, each said once, with how to mend it.
// A value that may be a secret is never repeated in a sentence.
import type { z } from 'zod';
import type { JsonSchema } from './json-schema.ts';
import { nearestWord } from './nearest-word.ts';
import { type ContractPath, type ContractProblem, formatPath } from './provider-schema.ts';
import { knownKeys, schemaAt, valueAt } from './schema-outline.ts';
import { kindOf, NO_WORDING } from './schema-wording.ts';

type Issue = z.core.$ZodIssue;

/** A quoted value in a sentence is cut after this many characters. */
const VALUE_LENGTH_MAX = 40;
/** Keys whose values are references to secrets, or were meant to be. */
const SECRET_KEY = /pass|pwd|secret|token|privatekey|credential/i;

export interface SchemaContext {
  readonly outline: JsonSchema;
  readonly content: unknown;
  /** The text of a scalar as it stands in the file: `012345678901` where YAML read a number. */
  sourceOf(path: ContractPath): string | undefined;
}

export function schemaProblems(issues: readonly Issue[], context: SchemaContext): ContractProblem[] {
  const simple = issues.slice(0, ISSUES_MAX).flatMap((issue) => withFewKeys(simplified(issue, [], context)));
  const missing = simple.filter((issue) => isMissing(issue, context));
  const unknown = simple.filter((issue) => issue.code === 'unrecognized_keys');
  const renamed = unknown.flatMap((issue) =>
    issue.keys.map((key) => formatPath([...pathOf(issue), suggestion(issue, key, context) ?? ''])),
  );
  return [
    ...missingKeys(
      missing.filter((issue) => !renamed.includes(formatPath(pathOf(issue)))),
      context,
    ),
    ...unknown.flatMap((issue) => issue.keys.map((key) => unknownKey(issue, key, context))),
    ...simple
      .filter((issue) => !missing.includes(issue) && !unknown.includes(issue as never))
      .map((issue) => wrongValue(issue, context)),
  ];
}

/** Each is looked up in the file and compared with every known word; more are no typing errors. */
const ISSUES_MAX = 200;

const withFewKeys = (issues: readonly Issue[]): Issue[] =>
  issues.map((issue) =>
    issue.code === 'unrecognized_keys' ? { ...issue, keys: issue.keys.slice(0, ISSUES_MAX) } : issue,
  );

const pathOf = (issue: Issue) => issue.path as ContractPath;

/** Replaces a union without a sentence of its own by the findings of the branch that was most likely meant. */
function simplified(issue: Issue, prefix: ContractPath, context: SchemaContext): Issue[] {
  const here = { ...issue, path: [...prefix, ...issue.path] } as Issue;
  if (here.code !== 'invalid_union' || here.message !== NO_WORDING) return [here];
  const path = pathOf(here);
  const branches = here.errors as readonly Issue[][];
  if (branches.every((branch) => branch.some((one) => one.path.length === 0 && one.code !== 'unrecognized_keys'))) {
    const choices = [...new Set(branches.map((branch) => branch[0]!.message.replace(/^must be /, '')))];
    return [{ ...here, message: `must be ${choices.join(', or ')}` }];
  }
  const schema = schemaAt(context.outline, path, context.content);
  const options = schema?.anyOf ?? schema?.oneOf ?? [];
  const costs = branches.map((branch, at) => branchCost(branch, options[at]));
  return branches[costs.indexOf(Math.min(...costs))]!.flatMap((one) => simplified(one, path, context));
}

/** How far the content is from one branch: a key that is only mistyped counts little. */
function branchCost(branch: readonly Issue[], option: JsonSchema | undefined): number {
  const known = Object.keys(option?.properties ?? {});
  return branch.reduce((cost, issue) => {
    if (issue.path.length === 0 && issue.code === 'invalid_type') return cost + 100;
    if (issue.code !== 'unrecognized_keys') return cost + 2;
    return cost + issue.keys.reduce((sum, key) => sum + (nearestWord(key, known) === undefined ? 4 : -1), 0);
  }, 0);
}

function isMissing(issue: Issue, { content }: SchemaContext): boolean {
  const path = pathOf(issue);
  const key = path.at(-1);
  return (
    typeof key === 'string' && valueAt(content, path) === undefined && !hasKey(valueAt(content, path.slice(0, -1)), key)
  );
}

function hasKey(parent: unknown, key: string): boolean {
  return parent !== null && typeof parent === 'object' && Object.hasOwn(parent, key);
}

/** One problem for each mapping that lacks keys, with what each key is for. */
function missingKeys(issues: readonly Issue[], { outline, content }: SchemaContext): ContractProblem[] {
  const parents = new Map(issues.map((issue) => [formatPath(pathOf(issue).slice(0, -1)), pathOf(issue).slice(0, -1)]));
  return [...parents].map(([name, parent]) => {
    const keys = issues
      .filter((issue) => formatPath(pathOf(issue).slice(0, -1)) === name)
      .map((issue) => String(pathOf(issue).at(-1)));
    const help = [...new Set(keys)].map((key) => {
      const description = schemaAt(outline, [...parent, key], content)?.description;
      return description === undefined ? `${key}: …` : `${key}: …   # ${description}`;
    });
    return {
      code: 'missing-key',
      path: parent,
      at: 'key' as const,
      what: `${name === '' ? 'the contract' : name} lacks ${[...new Set(keys)].join(', ')}`,
      next: ['add', ...help].join('\n'),
    };
  });
}

/** Values that no excerpt may show: what stands under unknown keys, and what stands where a reference belongs. */
export function hiddenPaths(problems: readonly ContractProblem[]): ContractPath[] {
  return problems
    .filter(({ code, path }) => code === 'unknown-key' || path.some((part) => SECRET_KEY.test(String(part))))
    .filter(({ code }) => code !== 'missing-key')
    .map(({ path }) => path);
}

function suggestion(issue: Issue, key: string, { outline, content }: SchemaContext): string | undefined {
  const parent = valueAt(content, pathOf(issue));
  const known = knownKeys(schemaAt(outline, pathOf(issue), content), parent);
  return nearestWord(
    key,
    known.filter((one) => !hasKey(parent, one)),
  );
}

function unknownKey(issue: Issue, key: string, context: SchemaContext): ContractProblem {
  const parent = pathOf(issue);
  const near = suggestion(issue, key, context);
  const known = knownKeys(schemaAt(context.outline, parent, context.content), valueAt(context.content, parent));
  return {
    code: 'unknown-key',
    path: [...parent, key],
    at: 'key',
    what: `${parent.length === 0 ? 'a contract' : formatPath(parent)} has no key "${key}"`,
    next: near === undefined ? `known keys: ${known.join(', ')}` : `did you mean "${near}"?`,
  };
}

function wrongValue(issue: Issue, context: SchemaContext): ContractProblem {
  const path = pathOf(issue);
  const value = valueAt(context.content, path);
  const base = { code: 'wrong-value', path, what: `${formatPath(path) || 'the contract'} ${sentence(issue, context)}` };
  const described = schemaAt(context.outline, path, context.content)?.description;
  if (value === null) return { ...base, what: `${formatPath(path)} has no value`, next: described ?? issue.message };
  if (path.some((part) => SECRET_KEY.test(String(part)))) return base;
  const source = context.sourceOf(path);
  if (wantsText(issue) && (typeof value === 'number' || typeof value === 'boolean'))
    return {
      ...base,
      what: `${formatPath(path)} must be text, and YAML reads ${source ?? String(value)} as ${kindOf(value)}`,
      next: `put it in quotes: ${String(path.at(-1))}: "${source ?? String(value)}"`,
    };
  const near = typeof value === 'string' ? nearestWord(value, choicesOf(issue, context)) : undefined;
  const found = issue.code !== 'invalid_type' && typeof value === 'object' ? '' : `, not ${shown(value)}`;
  return {
    ...base,
    what: `${base.what}${found}`,
    ...(near !== undefined ? { next: `did you mean "${near}"?` } : described === undefined ? {} : { next: described }),
  };
}

/** The field's sentence, with the fixed words that would do as well where the library reports only one branch. */
function sentence(issue: Issue, { outline, content }: SchemaContext): string {
  const schema = schemaAt(outline, pathOf(issue), content);
  if (schema === undefined || issue.code === 'invalid_union') return issue.message;
  const words = fixedWords(schema);
  return words.length === 0 ? issue.message : `${issue.message}, or ${words.join(', ')}`;
}

function choicesOf(issue: Issue, { outline, content }: SchemaContext): string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  if (issue.code === 'invalid_union' && 'options' in issue) return (issue.options as readonly unknown[]).map(String);
  return fixedWords(schemaAt(outline, pathOf(issue), content));
}

/** Words like `when-noticed` that stand as an alternative beside a form. */
function fixedWords(schema: JsonSchema | undefined): string[] {
  return (schema?.anyOf ?? []).map((option) => option.const).filter((word) => typeof word === 'string');
}

function wantsText(issue: Issue): boolean {
  if (issue.code === 'invalid_type') return issue.expected === 'string';
  return (
    issue.code === 'invalid_union' &&
    issue.errors.some((branch) => branch.some((one) => one.path.length === 0 && wantsText(one)))
  );
}

function shown(value: unknown): string {
  if (value !== null && typeof value === 'object') return kindOf(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > VALUE_LENGTH_MAX ? `${text.slice(0, VALUE_LENGTH_MAX)}…` : text;
}
