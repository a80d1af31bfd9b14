// The resource types of both providers as facts (schema-v2.json, schema-v3.json), and their form on the wire. The facts are
// the same as `terraform providers schema -json` gives, shortened; README.md says what was added.
import v2 from './schema-v2.json' with { type: 'json' };
import v3 from './schema-v3.json' with { type: 'json' };
import type { Message } from './protocol.ts';
import type { Value, Values } from './values.ts';

/** `string required`, `list(string) optional computed`… */
type Plain = string;

/** A block (`is` is then `block`) or an attribute that is an object or a list of objects. */
export interface Nested {
  readonly nesting: 'single' | 'list';
  readonly is: string;
  readonly max?: number;
  readonly attributes: Attributes;
}

export type Attributes = Readonly<Record<string, Plain | Nested>>;

export interface Facts {
  readonly provider: Attributes;
  readonly resources: Readonly<Record<string, Attributes>>;
}

export const FACTS: Readonly<Record<'v2' | 'v3', Facts>> = { v2: v2 as unknown as Facts, v3: v3 as unknown as Facts };

const NESTING = { single: 1, list: 2 } as const;

export const isNested = (attribute: Plain | Nested): attribute is Nested => typeof attribute !== 'string';

/** Whether a word such as `computed` stands in the attribute's fact. */
export function says(attribute: Plain | Nested, word: string): boolean {
  return (isNested(attribute) ? attribute.is : attribute).split(' ').includes(word);
}

/** As the protocol's Schema message. */
export const schemaMessage = (attributes: Attributes): Message => ({ version: 0, block: block(attributes) });

function block(attributes: Attributes): Message {
  const all = Object.entries(attributes);
  const blocks = all.filter((entry): entry is [string, Nested] => isNested(entry[1]) && entry[1].is === 'block');
  return {
    attributes: all.filter(([, one]) => !says(one, 'block')).map(([name, one]) => attribute(name, one)),
    block_types: blocks.map(([name, one]) => ({
      type_name: name,
      block: block(one.attributes),
      nesting: NESTING[one.nesting],
      max_items: one.max ?? 0,
    })),
  };
}

function attribute(name: string, one: Plain | Nested): Message {
  const flags = ['required', 'optional', 'computed', 'sensitive', 'deprecated', 'write_only'];
  const common = { name, ...Object.fromEntries(flags.filter((flag) => says(one, flag)).map((flag) => [flag, true])) };
  if (!isNested(one)) return { ...common, type: Buffer.from(JSON.stringify(typeOf(one.split(' ')[0]!))) };
  const attributes = Object.entries(one.attributes).map(([inner, fact]) => attribute(inner, fact));
  return { ...common, nested_type: { attributes, nesting: NESTING[one.nesting] } };
}

/** `list(string)` → `["list","string"]`. */
function typeOf(fact: string): unknown {
  const [, outer, inner] = /^(\w+)\((.*)\)$/.exec(fact) ?? [];
  return outer === undefined ? fact : [outer, typeOf(inner!)];
}

/** Exactly the schema's names: what is missing becomes null (an empty list for blocks), what is too much is dropped. */
export function fitted(attributes: Attributes, values: Values): Values {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, one]) => [name, fittedValue(one, values[name] ?? null)]),
  );
}

function fittedValue(one: Plain | Nested, value: Value): Value {
  if (says(one, 'write_only')) return null;
  if (!isNested(one)) return value;
  if (value === null) return one.is === 'block' && one.nesting === 'list' ? [] : null;
  if (Array.isArray(value)) return value.map((inner) => fitted(one.attributes, inner as Values));
  return typeof value === 'object' ? fitted(one.attributes, value as Values) : value;
}
