// What a provider brings so that its contract files can be read: a schema, and rules over more than one field. Types only.
import type { z } from 'zod';

/** Keys and indexes from the root of the file: `['services', 0, 'fortigate', 'serial']`. */
export type ContractPath = readonly (string | number)[];

/** Something wrong in a contract, before it is placed on the user's text. */
export interface ContractProblem {
  /** Stable, kebab-case or a refusal id. */
  readonly code: string;
  /** Default `error`. A warning does not stop the reading. */
  readonly severity?: 'error' | 'warning';
  readonly path: ContractPath;
  /** What is underlined; default `value` (a mapping or list is always shown by its key). */
  readonly at?: 'key' | 'value';
  /** What is wrong, one clause. Must hold no secret. */
  readonly what: string;
  readonly why?: string;
  /** How to mend it; may have several lines. */
  readonly next?: string;
}

/** What every contract file has. */
export interface ContractBase {
  readonly provider: string;
  readonly journal?: string | undefined;
}

export interface ProviderSchema<C extends ContractBase = ContractBase> {
  readonly schema: z.ZodObject & z.ZodType<C>;
  /**
   * Rules over more than one field. Where some fields were wrong only the good ones are given, so that everything is
   * reported at once; a rule that lacks a field says nothing.
   */
  check?(contract: Partial<C>): readonly ContractProblem[];
  /** Looks at the file before the schema does, for mistakes that deserve their own words; replaces the schema's there. */
  checkRaw?(content: unknown): readonly ContractProblem[];
}

/** The contract type of a table of providers. */
export type ContractOf<P> = P extends Record<string, ProviderSchema<infer C>> ? C : never;

/** `services[0].fortigate.serial` */
export function formatPath(path: ContractPath): string {
  return path.map((part, at) => (typeof part === 'number' ? `[${part}]` : at === 0 ? part : `.${part}`)).join('');
}
