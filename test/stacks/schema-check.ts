// A synthesized document held against the schema of its provider: blocks, attributes, what is required, types, and that whatever
// one block names of another is there. Every problem in one sentence; for the tests of the stacks.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProviderVersion } from '../../stacks/binding.ts';

interface Attribute {
  readonly type?: unknown;
  readonly required?: boolean;
  readonly optional?: boolean;
}
interface Schema {
  readonly provider: string;
  readonly source: string;
  readonly version: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly resources: Readonly<Record<string, { readonly attributes: Readonly<Record<string, Attribute>> }>>;
}
type Json = Readonly<Record<string, unknown>>;

export interface Document {
  readonly terraform: { readonly backend?: object; readonly required_providers?: object };
  readonly provider?: Readonly<Record<string, readonly Json[]>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly import?: readonly Json[];
  readonly removed?: readonly Json[];
}

export const schemaOf = (version: ProviderVersion): Schema => {
  const folder = version === 2 ? 'provider-sakuracloud' : 'provider-sakura';
  const path = join(import.meta.dirname, '..', '..', 'packages', folder, 'schema.json');
  return JSON.parse(readFileSync(path, 'utf8')) as Schema;
};

const PROTECTED = { prevent_destroy: true, ignore_changes: 'all' };
const BLOCKS = ['terraform', 'provider', 'resource', 'import', 'removed'];

/** Empty: every word of it is one that this provider and Terraform know. */
export function problemsOf(document: Document, schema: Schema): string[] {
  const { terraform, provider = {}, resource = {}, import: imports = [], removed = [] } = document;
  const { provider: name, source, version } = schema;
  const aliases = (provider[name] ?? []).map(({ alias }) => `${name}.${String(alias)}`);
  const blocks = Object.entries(resource).flatMap(([type, all]) =>
    Object.entries(all).map(([block, body]) => ({ type, address: `${type}.${block}`, body })),
  );
  const addresses = blocks.map(({ address }) => address);
  return [
    ...unknownKeys('document', document, BLOCKS),
    ...unknownKeys('terraform', terraform, ['backend', 'required_providers', 'required_version']),
    ...unless(same(terraform.required_providers, { [name]: { source, version } }), 'required_providers'),
    ...unknownKeys('provider', provider, [name]),
    ...(provider[name] ?? []).flatMap(({ alias, ...given }) =>
      attributeProblems(`provider ${String(alias)}`, given, schema.attributes, []),
    ),
    ...blocks.flatMap(({ type, address, body }) =>
      type === 'terraform_data' ? [] : resourceProblems(address, body, schema.resources[type]?.attributes),
    ),
    ...imports.flatMap(({ to, id, provider: through, ...more }) => [
      ...unknownKeys(`import ${String(to)}`, more, []),
      ...unless(addresses.includes(to as string), `import to ${String(to)}, which is no block`),
      ...unless(typeof id === 'string' && id !== '', `import ${String(to)} without an id`),
      ...unless(aliases.includes(through as string), `import ${String(to)} by ${String(through)}`),
    ]),
    ...removed.flatMap(({ from, lifecycle, ...more }) => [
      ...unknownKeys(`removed ${String(from)}`, more, []),
      ...unless(schema.resources[String(from).split('.')[0]!] !== undefined, `removed ${String(from)}: no such type`),
      ...unless(!addresses.includes(from as string), `removed ${String(from)}, which is a block as well`),
      ...unless(same(lifecycle, { destroy: false }), `removed ${String(from)} may destroy`),
    ]),
  ];

  function resourceProblems(
    address: string,
    { provider: through, lifecycle, ...given }: Json,
    known: Readonly<Record<string, Attribute>> | undefined,
  ): string[] {
    if (known === undefined) return [`${address}: no such type`];
    return [
      ...unless(aliases.includes(through as string), `${address} by ${String(through)}`),
      ...unless(same(lifecycle, PROTECTED), `${address} is not protected`),
      ...attributeProblems(address, given, known, addresses),
    ];
  }
}

function attributeProblems(
  where: string,
  given: Json,
  known: Readonly<Record<string, Attribute>>,
  addresses: readonly string[],
): string[] {
  const missing = Object.entries(known).filter(([name, { required }]) => required === true && !(name in given));
  return [
    ...missing.map(([name]) => `${where}: ${name} is missing`),
    ...Object.entries(given).flatMap(([name, value]) => {
      const { type, required, optional } = known[name] ?? {};
      if (required !== true && optional !== true) return [`${where}: ${name} cannot be set`];
      return [
        ...unless(isOf(value, type), `${where}: ${name} is not ${JSON.stringify(type)}`),
        ...referencesIn(value)
          .filter((one) => !addresses.includes(one))
          .map((one) => `${where}: ${name} names ${one}, which is no block`),
      ];
    }),
  ];
}

const referencesIn = (value: unknown): string[] =>
  [...JSON.stringify(value).matchAll(/(?<!\$)\$\{(\w+\.\w+)\.id\}/g)].map(([, address]) => address!);

function isOf(value: unknown, type: unknown): boolean {
  if (Array.isArray(type)) return Array.isArray(value) && value.every((one) => isOf(one, type[1]));
  return typeof value === (type === 'bool' ? 'boolean' : type);
}

const unknownKeys = (where: string, given: object, known: readonly string[]): string[] =>
  Object.keys(given)
    .filter((key) => !known.includes(key))
    .map((key) => `${where}: no ${key} there`);
const unless = (holds: boolean, problem: string): string[] => (holds ? [] : [problem]);
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one, sorted) === JSON.stringify(other, sorted);
const sorted = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
    : value;
