// What a schema says at one place of a contract: which keys it knows there and what they are for. For help texts only;
// judging is the schema's own.
import type { JsonSchema } from './json-schema.ts';
import type { ContractPath } from './provider-schema.ts';

/** The schema at a path, following the content through alternatives; undefined where it knows nothing. */
export function schemaAt(root: JsonSchema, path: ContractPath, content: unknown): JsonSchema | undefined {
  let schema: JsonSchema | undefined = root;
  let value = content;
  for (const part of path) {
    if (schema === undefined) return undefined;
    const options: readonly JsonSchema[] = alternatives(schema, value);
    schema = options.map((option) => childOf(option, part)).find((child) => child !== undefined);
    value = valueAt(value, [part]);
  }
  return schema;
}

/** Every key that may stand in a mapping with this schema and content. */
export function knownKeys(schema: JsonSchema | undefined, content: unknown): string[] {
  if (schema === undefined) return [];
  return [...new Set(alternatives(schema, content).flatMap((option) => Object.keys(option.properties ?? {})))];
}

/** The alternatives that the content can mean: those whose fixed values (`kind: router`) do not contradict it. */
export function alternatives(schema: JsonSchema, content: unknown): readonly JsonSchema[] {
  const options = schema.anyOf ?? schema.oneOf;
  if (options === undefined) return [schema];
  const fitting = options.filter((option) => !contradicts(option, content));
  return fitting.length > 0 ? fitting : options;
}

/** The value at a path of plain content; undefined where there is none. */
export function valueAt(content: unknown, path: ContractPath): unknown {
  let value = content;
  for (const part of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}

function contradicts(option: JsonSchema, content: unknown): boolean {
  return Object.entries(option.properties ?? {}).some(([key, { const: fixed }]) => {
    const found = valueAt(content, [key]);
    return fixed !== undefined && found !== undefined && found !== fixed;
  });
}

function childOf(schema: JsonSchema, part: string | number): JsonSchema | undefined {
  if (typeof part === 'number') return schema.items;
  return Object.hasOwn(schema.properties ?? {}, part) ? schema.properties?.[part] : undefined;
}
