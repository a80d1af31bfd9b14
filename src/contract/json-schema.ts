// The contract's schema as JSON Schema (draft 2020-12, input side: what a person writes), for editors and `kaiyaku schema`.
import * as z from 'zod';
import type { Json } from '../base/canonical-json.ts';
import type { ProviderSchema } from './provider-schema.ts';

/** As far as this project reads it back. */
export interface JsonSchema {
  readonly type?: string;
  readonly const?: Json;
  readonly enum?: readonly Json[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly [key: string]: unknown;
}

/** The JSON Schema of one provider's contract files. */
export function contractJsonSchema(provider: Pick<ProviderSchema, 'schema'>, id: string): JsonSchema {
  const schema = z.toJSONSchema(provider.schema, { io: 'input' }) as JsonSchema;
  return { ...schema, title: `kaiyaku contract: ${id}` };
}
