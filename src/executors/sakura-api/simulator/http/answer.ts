// Success envelopes (facts §1.3) and the two ways an id is written (facts §1.2).
import { selectPage, type View } from './filter.ts';
import type { FindQuery } from './query.ts';

export interface Answer {
  readonly status: number;
  readonly body: View;
  /** Name of the list in a find's body; faults of paging need it. */
  readonly listKey?: string;
  /** Body that is not an envelope of the API (CSV and the like) would go here; none yet. */
  readonly headers?: Readonly<Record<string, string>>;
}

export function found(listKey: string, views: readonly View[], query: FindQuery, now: string): Answer {
  const { rows, from, total } = selectPage(views, query);
  const indexed = rows.map((row, index) => ({ Index: from + index, ...row }));
  return {
    status: 200,
    listKey,
    body: { From: from, Count: rows.length, Total: total, ResponsedAt: now, [listKey]: indexed, is_ok: true },
  };
}

/** A list that takes no find parameters. */
export function listed(listKey: string, views: readonly View[], now: string): Answer {
  return found(listKey, views, { Count: 0 }, now);
}

export function one(key: string, view: View): Answer {
  return { status: 200, body: { [key]: view, Success: true, is_ok: true } };
}

export function created(key: string, view: View, extra: View = {}): Answer {
  return { status: 201, body: { [key]: view, ...extra, Success: true, is_ok: true } };
}

/** Begun, not finished: disk and archive copies, appliances. `Success` is a word here. */
export function accepted(key: string, view: View): Answer {
  return { status: 202, body: { [key]: view, Success: 'Accepted', is_ok: true } };
}

/** CHOICE: power calls and links answer 200 and no object. */
export function done(extra: View = {}): Answer {
  return { status: 200, body: { ...extra, Success: true, is_ok: true } };
}

/** CHOICE: a deletion answers the object as it was. */
export function deleted(key: string, view: View): Answer {
  return { status: 200, body: { [key]: view, Success: true, is_ok: true } };
}

const ID_KEYS = new Set(['ID', 'BillID', 'ContractID', 'ServiceClassID', 'PaymentClassID', 'BundleID', 'KMSKeyID']);
/** Below these keys ids stay as they are: settings are echoed, Bridge.Info has string ids whatever the header says. */
const UNTOUCHED = new Set(['Settings', 'Info', 'Status', 'Remark', 'Attr']);

/** With `X-Sakura-Bigint-As-Int: 1` ids are JSON numbers, without it strings. CHOICE: short ids (plans, zones) too. */
export function withIdsAs(kind: 'numbers' | 'strings', value: unknown): unknown {
  if (Array.isArray(value)) return value.map((inner) => withIdsAs(kind, inner));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (ID_KEYS.has(key) && (typeof inner === 'string' || typeof inner === 'number'))
        return [key, kind === 'strings' ? String(inner) : /^\d+$/.test(String(inner)) ? Number(inner) : inner];
      return [key, UNTOUCHED.has(key) ? inner : withIdsAs(kind, inner)];
    }),
  );
}
