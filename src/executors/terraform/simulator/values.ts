// Terraform's values on the wire: msgpack with unknown values as extensions. Three things are kept apart everywhere: null,
// not known yet, and absent. An unknown value must never reach an API body.
import { decode, encode, ExtData } from '@msgpack/msgpack';
import { bugError } from '../../../base/errors.ts';

/** A value that Terraform does not know yet. Refinements are dropped: a plain unknown is an allowed answer to them. */
export const UNKNOWN = new ExtData(0, new Uint8Array([0]));

export type Value = null | string | number | bigint | boolean | ExtData | Value[] | { [name: string]: Value };

/** Attributes and blocks of one object by name. */
export type Values = Record<string, Value>;

export const isUnknown = (value: Value | undefined): boolean => value instanceof ExtData;

/** A DynamicValue; a null object as null. */
export function valuesOf(message: unknown): Values | null {
  const { msgpack, json } = (message ?? {}) as { msgpack?: Buffer; json?: Buffer };
  if (msgpack !== undefined && msgpack.length > 0) return decode(msgpack, { useBigInt64: true }) as Values | null;
  if (json !== undefined && json.length > 0) return JSON.parse(json.toString('utf8')) as Values | null;
  return null;
}

/** `null` says that there is no object; it is always written out, because an empty answer would say the same by accident. */
export function dynamic(values: Values | null): { msgpack: Uint8Array } {
  return { msgpack: encode(values, { useBigInt64: true }) };
}

/** Every unknown as null: what is recorded of an object that was only half made. */
export function known(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, knownValue(value)]));
}

function knownValue(value: Value): Value {
  if (value instanceof ExtData) return null;
  if (Array.isArray(value)) return value.map(knownValue);
  return typeof value === 'object' && value !== null ? known(value) : value;
}

/** Text of a known attribute; '' for null. Throws a bug for an unknown one. */
export function text(values: Values, name: string): string {
  const value = values[name] ?? null;
  if (value === null) return '';
  if (typeof value === 'object') throw bugError('stand-in-value', `${name} is not known text`);
  return String(value);
}

/** As `text`, for numbers; 0 for null. */
export const number = (values: Values, name: string): number => Number(text(values, name) || 0);

export const bool = (values: Values, name: string): boolean => values[name] === true;

/** Texts of a list or set; none for null. */
export function texts(values: Values, name: string): string[] {
  return list(values, name).map((value) => text({ value }, 'value'));
}

/** Objects of a list of blocks or nested attributes; none for null. */
export const objects = (values: Values, name: string): Values[] => list(values, name) as Values[];

function list(values: Values, name: string): Value[] {
  const value = values[name] ?? null;
  if (value === null) return [];
  if (!Array.isArray(value)) throw bugError('stand-in-value', `${name} is not a known list`);
  return value;
}

/** Null, or what stands for "nothing" in an API that has no null: '', 0, false, an empty list. */
export const isEmpty = (value: Value | undefined): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === 0 ||
  value === false ||
  (Array.isArray(value) && value.length === 0);
