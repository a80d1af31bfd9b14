// One API call as a route sees it, and the readers for its body. Readers throw 400 rather than guess.
import * as z from 'zod';
import { refuse } from '../refuse.ts';
import { id } from '../world/fields.ts';
import type { WorldState, ZoneState } from '../world/file.ts';
import type { World } from '../world/world.ts';
import type { ZoneName } from '../zones.ts';
import type { Answer } from './answer.ts';
import type { View } from './filter.ts';
import type { FindQuery } from './query.ts';

export interface Call {
  readonly world: World;
  /** What this call sees; older than `world.state` while a fault delays reads. */
  readonly state: WorldState;
  readonly zone: ZoneName;
  readonly z: ZoneState;
  readonly writes: boolean;
  readonly params: Readonly<Record<string, string>>;
  readonly query: FindQuery;
  readonly body: View;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
/** Permission a call needs (facts §1.5). */
export type Needs = 'view' | 'power' | 'arrange' | 'create';
export interface Route {
  readonly method: Method;
  /** `server/:id/power`, below `/{zone}/api/cloud/1.1/`; or below `/api/system/1.0/` for bills. */
  readonly path: string;
  readonly api: 'cloud' | 'system';
  readonly needs: Needs;
  readonly run: (call: Call) => Answer;
}

/** A route of the cloud API. Without `needs`: GET view, PUT arrange, POST and DELETE create. */
export function route(method: Method, path: string, run: (call: Call) => Answer, needs?: Needs): Route {
  const usual = ({ GET: 'view', PUT: 'arrange', POST: 'create', DELETE: 'create' } as const)[method];
  return { method, path, api: 'cloud', needs: needs ?? usual, run };
}

/** The parameter of the path; routes name what they read. */
export function param(call: Call, name: string): string {
  return call.params[name] ?? '';
}

/** The object of this path: 404 `not_found` when it is not there, 423 `locked` for a change while it is locked. */
export function target<T extends { id: string; lockedUntilMs: number | null }>(
  call: Call,
  rows: readonly T[],
  name = 'id',
): T {
  const row = rows.find((one) => one.id === param(call, name));
  if (row === undefined) throw refuse('not_found', `${name} ${param(call, name)}`);
  requireUnlocked(call, row);
  return row;
}

export function requireUnlocked(call: Call, row: { lockedUntilMs: number | null }): void {
  if (call.writes && row.lockedUntilMs !== null && row.lockedUntilMs > call.world.nowMs()) throw refuse('locked');
}

/** The object under its key in the body: `{"Server":{…}}`. 400 `missing_param` without it. */
export function payload(call: Call, key: string): View {
  const value = call.body[key];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refuse('missing_param', key);
  return value as View;
}

function read<T>(schema: z.ZodType<T>, view: View, key: string): T | undefined {
  const value = view[key];
  if (value === undefined || value === null) return undefined;
  const result = schema.safeParse(value);
  if (!result.success) throw refuse('invalid_format', key);
  return result.data;
}

export const textIn = (view: View, key: string): string | undefined => read(z.string(), view, key);
export const numberIn = (view: View, key: string): number | undefined =>
  read(z.coerce.number<number>().int(), view, key);
export const boolIn = (view: View, key: string): boolean | undefined => read(z.boolean(), view, key);
export const viewIn = (view: View, key: string): View | undefined => read(z.record(z.string(), z.unknown()), view, key);
export const listIn = (view: View, key: string): unknown[] | undefined => read(z.array(z.unknown()), view, key);
export const idsIn = (view: View, key: string): string[] | undefined => read(z.array(id), view, key);

/** The id in `{"Icon":{"ID":…}}`; null where it is absent, 0 or "" (clients write "none" as 0). */
export function idIn(view: View, key: string): string | null {
  const inner = viewIn(view, key);
  const value = inner?.['ID'];
  if (value === undefined || value === null || value === 0 || value === '0' || value === '') return null;
  const result = id.safeParse(value);
  if (!result.success) throw refuse('invalid_format', `${key}.ID`);
  return result.data;
}

interface Named {
  name: string;
  description: string;
  tags: string[];
  iconId: string | null;
  modifiedAt: string;
}

/** Takes Name, Description, Tags and Icon over where the body has them. */
export function renameFrom(call: Call, row: Named, view: View): void {
  row.name = textIn(view, 'Name') ?? row.name;
  row.description = textIn(view, 'Description') ?? row.description;
  row.tags = read(z.array(z.string()), view, 'Tags') ?? row.tags;
  if ('Icon' in view) row.iconId = idIn(view, 'Icon');
  row.modifiedAt = call.world.now();
}

/** The common part of a new object. */
export function newNamed(call: Call, view: View) {
  const now = call.world.now();
  const row = {
    id: call.world.newId(),
    name: '',
    description: '',
    tags: [] as string[],
    iconId: null as string | null,
    createdAt: now,
    modifiedAt: now,
    lockedUntilMs: null as number | null,
  };
  renameFrom(call, row, view);
  return row;
}

/** Takes a row out of its list. */
export function removeRow<T>(rows: T[], row: T): void {
  rows.splice(rows.indexOf(row), 1);
}
