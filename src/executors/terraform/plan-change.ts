// One entry of a plan's lists, as a rule may see it: strict in what is needed, tolerant of everything else. Keeps the few
// attributes of object-types.ts and drops whatever the plan marks as sensitive.
import type { Json, JsonObject } from '../../base/canonical-json.ts';
import { userError } from '../../base/errors.ts';
import type { TerraformChange, TerraformObject, TerraformPriorObject, TerraformVerb } from './command.ts';
import { objectType, type ObjectType } from './object-types.ts';

type Raw = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);
const objectOr = (value: unknown): Raw => (isObject(value) ? value : {});
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** An entry of `resource_changes` or `resource_drift`; `where` names it. Throws `plan-field` (user). */
export function changeOf(entry: unknown, where: string): TerraformChange {
  const raw = needObject(entry, where);
  const change = needObject(raw['change'], `${where}.change`);
  const actions = change['actions'];
  if (!Array.isArray(actions) || actions.length === 0 || !actions.every((one) => typeof one === 'string'))
    throw field(`${where}.change.actions`);
  const before = visible(change['before'], change['before_sensitive']);
  const after = visible(change['after'], change['after_sensitive']);
  const unknown = objectOr(change['after_unknown']);
  const importing = isObject(change['importing']) ? change['importing'] : undefined;
  const importedId = textOf(importing?.['id']);
  const { type, object } = objectOf(raw, where, Object.keys(before).length > 0 ? before : after, importedId);
  const does = verbOf(actions);
  const changes = does === 'update' || does === 'replace';
  const previousAddress = textOf(raw['previous_address']);
  const deposed = textOf(raw['deposed']);
  return {
    ...object,
    mode: modeOf(raw['mode']),
    actions,
    does,
    before: kept(type, before),
    after: kept(type, after),
    afterUnknown: kept(type, unknown),
    changed: changes ? changedNames(objectOr(change['before']), objectOr(change['after']), unknown) : [],
    ...(previousAddress === undefined ? {} : { previousAddress }),
    ...(deposed === undefined ? {} : { deposed }),
    ...(importing === undefined ? {} : { importing: importedId === undefined ? {} : { id: importedId } }),
  };
}

/** An entry of a module's `resources` in the prior state; undefined for what no rule asks about. */
export function priorOf(entry: unknown, where: string): TerraformPriorObject | undefined {
  const raw = needObject(entry, where);
  const values = visible(raw['values'], raw['sensitive_values']);
  const { type, object } = objectOf(raw, where, values, undefined);
  return type === undefined || raw['mode'] !== 'managed' ? undefined : { ...object, values: kept(type, values) };
}

/** `ADDRESS (reason)` of an entry of `deferred_changes`. */
export function deferredOf(entry: unknown, where: string): string {
  const raw = needObject(entry, where);
  const address = textOf(objectOr(raw['resource_change'])['address']) ?? where;
  return `${address} (${textOf(raw['reason']) ?? 'no reason given'})`;
}

function objectOf(
  raw: Raw,
  where: string,
  values: Raw,
  importedId: string | undefined,
): { type: ObjectType | undefined; object: TerraformObject } {
  const address = needText(raw['address'], `${where}.address`);
  const typeName = needText(raw['type'], `${where}.type`);
  const provider = needText(raw['provider_name'], `${where}.provider_name`);
  const type = objectType(typeName, provider);
  const id = idIn(type, values) ?? importedId;
  const zone = textOf(values['zone']);
  const name = textOf(values['name']);
  return {
    type,
    object: {
      address,
      type: typeName,
      provider,
      ...(type === undefined ? {} : { kind: type.kind }),
      ...(type?.part === undefined ? {} : { part: true }),
      ...(id === undefined ? {} : { id }),
      ...(type === undefined || zone === undefined ? {} : { zone }),
      ...(type === undefined || name === undefined ? {} : { name }),
    },
  };
}

/** Undefined where attributes that name the same object do not agree. */
function idIn(type: ObjectType | undefined, values: Raw): string | undefined {
  const [first, ...others] = (type?.id ?? ['id'])
    .map((name) => textOf(values[name]))
    .filter((one) => one !== undefined);
  return others.every((one) => one === first) ? first : undefined;
}

const VERBS: Readonly<Record<string, TerraformVerb>> = {
  'no-op': 'no-op',
  read: 'read',
  create: 'create',
  update: 'update',
  delete: 'delete',
  forget: 'forget',
  'delete,create': 'replace',
  'create,delete': 'replace',
  'create,forget': 'replace',
  'forget,create': 'replace',
};

function verbOf(actions: readonly string[]): TerraformVerb {
  const joined = actions.join(',');
  return Object.hasOwn(VERBS, joined) ? VERBS[joined]! : 'unknown';
}

function modeOf(mode: unknown): TerraformChange['mode'] {
  return mode === 'managed' || mode === 'data' || mode === 'ephemeral' ? mode : 'unknown';
}

/** Without the attributes that are sensitive, or hold something that is. */
function visible(values: unknown, sensitive: unknown): Raw {
  if (!isObject(values) || sensitive === true) return {};
  const marked = Object.entries(objectOr(sensitive)).filter(([, mark]) => marksAny(mark));
  if (marked.length === 0) return values;
  const rest = { ...values };
  for (const [name] of marked) delete rest[name];
  return rest;
}

/** `true` somewhere inside of marks that mirror a value's shape. */
function marksAny(mark: unknown): boolean {
  if (mark === true) return true;
  return typeof mark === 'object' && mark !== null && Object.values(mark).some(marksAny);
}

function kept(type: ObjectType | undefined, values: Raw): JsonObject {
  const found: Record<string, Json> = {};
  for (const names of type?.keep ?? []) {
    const name = names.find((one) => values[one] !== undefined && values[one] !== null);
    if (name !== undefined) found[names[0]] = values[name] as Json;
  }
  return found;
}

/** Both sides are written by one program in one order, so their texts can be compared. */
function changedNames(before: Raw, after: Raw, unknown: Raw): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(unknown)]);
  return [...names].filter(
    (name) => marksAny(unknown[name]) || JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null),
  );
}

function needObject(value: unknown, where: string): Raw {
  if (!isObject(value)) throw field(where);
  return value;
}

function needText(value: unknown, where: string): string {
  const text = textOf(value);
  if (text === undefined) throw field(where);
  return text;
}

const field = (where: string) =>
  userError('plan-field', `${where} is missing, or is not what the plan format says`, {
    why: 'a plan that cannot be read in full cannot be judged',
    next: 'terraform show -json PLAN > plan.json   # with the Terraform that made the plan',
  });
