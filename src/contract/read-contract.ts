// Reads one contract file: text, YAML, schema, rules over more than one field. Everything that is wrong is reported at
// once, on the user's own text. It reads the file only: no secret is resolved and nothing else is opened.
import { basename, extname, resolve } from 'node:path';
import type { JsonObject } from '../base/canonical-json.ts';
import { digestOf } from '../base/canonical-json.ts';
import { type KaiyakuError, userError } from '../base/errors.ts';
import { type Diagnostic, diagnosticOf, inOrder } from './diagnostics.ts';
import { contractJsonSchema } from './json-schema.ts';
import { find, locate, spanOf } from './locate.ts';
import { nearestWord } from './nearest-word.ts';
import {
  type ContractBase,
  type ContractOf,
  type ContractPath,
  type ContractProblem,
  formatPath,
  type ProviderSchema,
} from './provider-schema.ts';
import { decodeText, readBytes } from './read-text.ts';
import { readYaml, type YamlContent } from './read-yaml.ts';
import { hiddenPaths, schemaProblems } from './schema-problems.ts';
import { wordingOf } from './schema-wording.ts';
import { type Position, type Span, SourceText } from './source-text.ts';

/** The stem of a contract's file is its name: in journals, reports and `usedBy`. */
export const CONTRACT_NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

export interface ReadContract<C extends ContractBase = ContractBase> {
  readonly contract: C;
  /** The stem of the file's name. */
  readonly name: string;
  /** Absolute; paths inside the contract are relative to its folder. */
  readonly path: string;
  /** Digest over the parsed content (defaults filled in) without `journal`. */
  readonly digest: string;
  /** What the digest is over, as plain JSON. */
  readonly content: JsonObject;
  readonly journalId?: string;
  readonly warnings: readonly Diagnostic[];
  /** Where a field stands in the file; for one that is not there, the mapping that lacks it. */
  readonly positionOf: (path: ContractPath) => Position;
  /** Places a later finding about this contract on its text. */
  readonly diagnosticOf: (problem: ContractProblem) => Diagnostic;
}

type Providers = Readonly<Record<string, ProviderSchema>>;

/**
 * Reads and checks one contract file. `providers` maps the value of `provider:` to what reads it.
 * Throws `contract-unreadable` when there is no such file, and `contract-invalid` with `facts.diagnostics` (see
 * `diagnosticsOf`) for everything that is wrong in it.
 */
export async function readContract<const P extends Providers>(
  path: string,
  providers: P,
): Promise<ReadContract<ContractOf<P>>> {
  const { text, problem } = decodeText(await readBytes(path));
  const source = new SourceText(path, text);
  if (problem !== undefined) throw invalid(path, [diagnosticOf(problem, source, problem.span)]);
  const yaml = readYaml(text);
  const place = (found: ContractProblem) => diagnosticOf(found, source, placeOf(yaml, found));
  const wrong = [
    ...nameProblems(path).map((found) => diagnosticOf(found, source)),
    ...yaml.problems.map((found) => diagnosticOf(found, source, found.span)),
  ];
  if (yaml.data === undefined || yaml.document === undefined) throw invalid(path, inOrder(wrong));

  const judged = judge(yaml, providers);
  source.hide(hiddenPaths(judged.problems).flatMap((at) => spanOf(find(yaml.document!, at).node) ?? []));
  const all = inOrder([...wrong, ...worstFirst(judged.problems).slice(0, PROBLEMS_PLACED_MAX).map(place)]);
  if (judged.contract === undefined || all.some(({ severity }) => severity === 'error')) throw invalid(path, all);
  const { journal, ...rest } = judged.contract;
  const content = JSON.parse(JSON.stringify(rest)) as JsonObject;
  return {
    contract: judged.contract as ContractOf<P>,
    name: contractName(path),
    path: resolve(path),
    digest: digestOf(content),
    content,
    ...(journal === undefined ? {} : { journalId: journal }),
    warnings: all,
    positionOf: (at) => source.positionOf(locate(yaml.document!, at).start),
    diagnosticOf: place,
  };
}

/** What `contract-invalid` carries; empty for every other error. */
export function diagnosticsOf(error: KaiyakuError): readonly Diagnostic[] {
  return error.code === 'contract-invalid' ? (error.detail.facts?.['diagnostics'] as Diagnostic[]) : [];
}

/** The name that a contract at this path has: the file's stem. */
export function contractName(path: string): string {
  return basename(path, extname(path));
}

/** Each is looked up in the file and shown with its line; whoever made more mistakes mends these first. */
const PROBLEMS_PLACED_MAX = 500;

/** So that no number of warnings hides an error. */
const worstFirst = (problems: readonly ContractProblem[]): ContractProblem[] =>
  problems.toSorted((one, other) => Number(one.severity === 'warning') - Number(other.severity === 'warning'));

interface Judged {
  readonly contract?: ContractBase;
  readonly problems: readonly ContractProblem[];
}

function judge(yaml: YamlContent, providers: Providers): Judged {
  const provider = providerOf(yaml.data!, providers);
  if ('what' in provider) return { problems: [provider] };
  const raw = provider.checkRaw?.(yaml.data) ?? [];
  const result = provider.schema.safeParse(yaml.data, { error: wordingOf, reportInput: false });
  const checked = (contract: Partial<ContractBase>) => provider.check?.(contract) ?? [];
  if (result.success) return { contract: result.data, problems: [...raw, ...checked(result.data)] };
  const found = schemaProblems(result.error.issues, {
    outline: contractJsonSchema(provider, String(yaml.data!['provider'])),
    content: yaml.data,
    sourceOf: (path) => sourceOf(yaml, path),
  });
  const replaced = new Set(raw.map(({ path }) => formatPath(path)));
  return {
    problems: [
      ...raw,
      ...found.filter(({ path }) => !replaced.has(formatPath(path))),
      ...checked(goodFields(provider, yaml.data!)),
    ],
  };
}

function providerOf(data: Record<string, unknown>, providers: Providers): ProviderSchema | ContractProblem {
  const id = data['provider'];
  if (typeof id === 'string' && Object.hasOwn(providers, id)) return providers[id]!;
  const known = Object.keys(providers);
  const near = typeof id === 'string' ? nearestWord(id, known) : undefined;
  if (id === undefined || id === null)
    return {
      code: 'missing-key',
      path: [],
      at: 'key',
      what: 'the contract lacks provider',
      next: `add\nprovider: ${known.join(' | ')}`,
    };
  return {
    code: 'unknown-provider',
    path: ['provider'],
    what: 'kaiyaku does not know this provider',
    next: near === undefined ? `one of ${known.join(', ')}` : `did you mean "${near}"?`,
  };
}

/** The top-level fields that are right by themselves, parsed: so that rules over several fields speak in the same run. */
function goodFields({ schema }: ProviderSchema, data: Record<string, unknown>): Partial<ContractBase> {
  const good: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(schema.shape)) {
    const result = (field as ProviderSchema['schema']).safeParse(data[key]);
    if (result.success && result.data !== undefined) good[key] = result.data;
  }
  return good;
}

function placeOf({ document }: YamlContent, { path, at }: ContractProblem): Span {
  return locate(document!, path, at);
}

function sourceOf({ document }: YamlContent, path: ContractPath): string | undefined {
  const { node, whole } = find(document!, path);
  return whole && spanOf(node) !== undefined ? (node as { source?: string }).source : undefined;
}

function nameProblems(path: string): ContractProblem[] {
  const name = contractName(path);
  const problem = { code: 'contract-name', path: [] };
  if (!['.yaml', '.yml'].includes(extname(path)))
    return [{ ...problem, what: 'a contract file ends in .yaml or .yml', next: `rename it to ${name}.yaml` }];
  if (CONTRACT_NAME.test(name)) return [];
  return [
    {
      ...problem,
      what: `"${name}" cannot be a contract’s name`,
      why: 'the file’s stem names the contract in journals and reports: a–z, 0–9 and -, at most 63 characters',
      next: 'rename the file',
    },
  ];
}

function invalid(path: string, diagnostics: readonly Diagnostic[]): KaiyakuError {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
  return userError('contract-invalid', `${path}: ${count} in the contract`, {
    ...(errors[0] === undefined ? {} : { why: errors[0].what }),
    next: `mend the file, then run \`kaiyaku check ${path}\``,
    facts: { diagnostics },
  });
}
