// What a planned object looks like: what is configured stays as it is, defaults are filled in, and what only the API knows is
// unknown on creation and as before on a change. A change of nothing is answered with the very same values.
import { isDeepStrictEqual } from 'node:util';
import { isNested, says, type Attributes } from './schema.ts';
import type { ResourceType } from './types.ts';
import { isEmpty, isUnknown, UNKNOWN, type Value, type Values } from './values.ts';

type Defaults = Readonly<Record<string, Value>>;

export interface Planned {
  readonly planned: Values;
  /** Names of attributes whose change needs a new object. */
  readonly replaces: readonly string[];
}

/** All three on the wire's names; `prior` is null on creation. */
export function plan(type: ResourceType, prior: Values | null, proposed: Values, config: Values): Planned {
  const planned: Values = {};
  const defaults = type.kind.defaults ?? {};
  for (const [name, attribute] of Object.entries(type.attributes)) {
    const value = proposed[name] ?? null;
    const changed = prior === null || !isDeepStrictEqual(value, prior[name]);
    if (isNested(attribute)) planned[name] = changed ? nestedValue(attribute.attributes, value, defaults) : value;
    else if ((config[name] ?? null) === null) planned[name] = unconfigured(type, name, attribute, prior, value);
    else planned[name] = value;
  }
  if (prior === null) return { planned, replaces: [] };
  const differs = (name: string) => !isDeepStrictEqual(planned[name] ?? null, prior[name] ?? null);
  const replaces = type.kind.replaceOn.map(type.wireName).filter((name) => name in type.attributes && differs(name));
  // v2's old SDK promises the old values and is forgiven when they change; v3's framework is not.
  if (type.version === 'v3') {
    if ((type.kind.renewOn ?? []).some(differs)) planned['id'] = UNKNOWN;
    for (const [cause, names] of Object.entries(type.kind.unsettles ?? {}))
      if (differs(cause)) for (const name of names) planned[name] = UNKNOWN;
  }
  return { planned, replaces };
}

function unconfigured(type: ResourceType, name: string, fact: string, prior: Values | null, proposed: Value): Value {
  const fallback = Object.entries(type.kind.defaults ?? {}).find(([own]) => type.wireName(own) === name)?.[1];
  // v2's defaults stand in the plan though the attribute is not computed; so do they in the real one.
  if (fallback !== undefined && says(fact, 'optional')) return fallback;
  return prior === null && says(fact, 'computed') ? UNKNOWN : proposed;
}

/** Inside a list of objects that changes, what is not configured is its default, or unknown where it is computed. */
function nestedValue(attributes: Attributes, value: Value, defaults: Defaults): Value {
  if (Array.isArray(value)) return value.map((one) => nestedValue(attributes, one, defaults));
  if (typeof value !== 'object' || value === null || isUnknown(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const attribute = attributes[name];
      if (attribute === undefined) return [name, inner];
      if (isNested(attribute)) return [name, nestedValue(attribute.attributes, inner, defaults)];
      if (inner !== null) return [name, inner];
      return [name, defaults[name] ?? (says(attribute, 'computed') ? UNKNOWN : null)];
    }),
  );
}

/**
 * What was read, in the terms of what was known before: what the API does not tell stays, and where Terraform had null an
 * empty answer stays null, because the API has no null. So an unchanged world is an unchanged state.
 */
export function reconciled(attributes: Attributes, read: Values, before: Values, defaults: Defaults): Values {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => {
      const old = before[name] ?? null;
      if (!(name in read)) return [name, old];
      const value = read[name]!;
      if (isNested(attribute)) return [name, reconciledNested(attribute.attributes, value, old, defaults)];
      // Where null would mean a default, an empty answer is a value of its own.
      const staysNull = old === null && isEmpty(value) && says(attribute, 'optional') && !(name in defaults);
      return [name, staysNull ? null : value];
    }),
  );
}

function reconciledNested(attributes: Attributes, value: Value, old: Value, defaults: Defaults): Value {
  if (!Array.isArray(value)) return value;
  if (value.length === 0 && old === null) return null;
  const before = Array.isArray(old) ? old : [];
  return value.map((one, index) => reconciled(attributes, one as Values, (before[index] ?? {}) as Values, defaults));
}
