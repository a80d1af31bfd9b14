// The shape of every body, by hand: a reader must be able to check a journal without loading a schema library.
// Must never repair or default anything. A field that is not listed is refused, so that an older kaiyaku does not
// act on a journal whose newer fields it would not understand.
import type { BodyByKind, EntryKind } from './entry.ts';

type FieldKind =
  | 'id'
  | 'words'
  | 'instant'
  | 'seq'
  | 'flag'
  | 'json'
  | 'words-list'
  | 'steps'
  | 'approved-effects'
  | 'evidence'
  | 'parts'
  | 'settled-as'
  | 'closed-as';

type ShapeOf<Body> = {
  readonly [Field in keyof Body]-?: undefined extends Body[Field] ? `${FieldKind}?` : FieldKind;
};

/** One row a kind. `id` must be told apart later and is never redacted; `words` is for people and is. */
const SHAPES: { readonly [K in EntryKind]: ShapeOf<BodyByKind[K]> } = {
  opened: {
    journalId: 'id',
    contract: 'id',
    provider: 'id',
    contractDigest: 'id',
    teardownDigest: 'id',
    toolVersion: 'id',
    content: 'json',
    steps: 'steps',
    wantedEndsOn: 'id?',
    by: 'id',
  },
  amended: {
    contractDigest: 'id',
    teardownDigest: 'id',
    toolVersion: 'id',
    content: 'json',
    steps: 'steps',
    wantedEndsOn: 'id?',
    changes: 'words-list',
    reason: 'words',
    by: 'id',
    signedBy: 'id?',
  },
  approved: {
    approvalId: 'id',
    effects: 'approved-effects',
    contractDigest: 'id',
    route: 'id?',
    expiresAt: 'instant',
    by: 'id',
    signedBy: 'id?',
    shown: 'words-list',
  },
  revoked: { approvalId: 'id', reason: 'words', by: 'id' },
  waived: { refusal: 'id', about: 'id', reason: 'words', untilOn: 'id?', by: 'id' },
  requested: { step: 'id', text: 'words', by: 'id' },
  attested: { step: 'id', facts: 'json', evidence: 'evidence', note: 'words?', by: 'id' },
  intended: {
    effect: 'id',
    step: 'id',
    verb: 'id',
    target: 'id',
    key: 'id',
    digest: 'id',
    irreversible: 'flag',
    approvalId: 'id?',
    contractDigest: 'id',
  },
  done: { intended: 'seq', effect: 'id', receipt: 'json', evidence: 'evidence' },
  failed: { intended: 'seq', effect: 'id', code: 'id', message: 'words', nonEffect: 'words' },
  settled: { intended: 'seq', effect: 'id', as: 'settled-as', reason: 'words', by: 'id' },
  verified: { effect: 'id?', step: 'id', parts: 'parts', level: 'id?' },
  found: { effect: 'id', step: 'id', parts: 'parts' },
  held: { reason: 'words', by: 'id' },
  released: { reason: 'words', by: 'id' },
  closed: { as: 'closed-as', reason: 'words', by: 'id', proof: 'words-list', endsOn: 'id?' },
};

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

type Fields = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isId = (value: unknown): value is string => isText(value) && value.length > 0;
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isListOf = (value: unknown, each: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(each);

type ObjectShape = Readonly<Record<string, (value: unknown) => boolean>>;
const hasShape =
  (shape: ObjectShape, optional: ObjectShape = {}) =>
  (value: unknown): boolean =>
    isObject(value) &&
    Object.keys(value).every((field) => Object.hasOwn(shape, field) || Object.hasOwn(optional, field)) &&
    Object.entries(shape).every(([field, check]) => Object.hasOwn(value, field) && check(value[field])) &&
    Object.entries(optional).every(([field, check]) => !Object.hasOwn(value, field) || check(value[field]));

const isStep = hasShape({ id: isId, title: isText, actor: isId, effects: isCount }, { notNeeded: isText });
const isApprovedEffect = hasShape({ effect: isId, digest: isId });
const isEvidence = hasShape({
  sha256: (value) => isText(value) && /^[0-9a-f]{64}$/.test(value),
  name: isText,
  bytes: isCount,
});
const isTexts = (value: unknown): boolean => isListOf(value, isText);
const isPart = hasShape({ part: isId, target: isId, proof: isTexts, seenAt: isTexts });

/** Whether a text is an RFC 3339 instant that exists. */
export function isInstant(value: unknown): value is string {
  return isText(value) && INSTANT.test(value) && !Number.isNaN(Date.parse(value));
}

const CHECKS: { readonly [K in FieldKind]: { readonly is: (value: unknown) => boolean; readonly wanted: string } } = {
  id: { is: isId, wanted: 'a text that is not empty' },
  words: { is: isText, wanted: 'a text' },
  instant: { is: isInstant, wanted: 'an instant like 2026-12-31T00:00:00.000Z' },
  seq: { is: isCount, wanted: 'the number of an entry' },
  flag: { is: (value) => typeof value === 'boolean', wanted: 'true or false' },
  json: { is: isObject, wanted: 'an object' },
  'words-list': { is: isTexts, wanted: 'a list of texts' },
  steps: { is: (value) => isListOf(value, isStep), wanted: 'a list of {id, title, actor, effects, notNeeded?}' },
  'approved-effects': {
    is: (value) => isListOf(value, isApprovedEffect) && (value as unknown[]).length > 0,
    wanted: 'a list of {effect, digest} that is not empty',
  },
  evidence: { is: (value) => isListOf(value, isEvidence), wanted: 'a list of {sha256, name, bytes}' },
  parts: { is: (value) => isListOf(value, isPart), wanted: 'a list of {part, target, proof, seenAt}' },
  'settled-as': { is: (value) => value === 'done' || value === 'not-done', wanted: 'done or not-done' },
  'closed-as': {
    is: (value) => isText(value) && ['completed', 'withdrawn', 'superseded', 'abandoned'].includes(value),
    wanted: 'completed, withdrawn, superseded or abandoned',
  },
};

/** Whether this version knows the kind. */
export function isEntryKind(kind: unknown): kind is EntryKind {
  return isText(kind) && Object.hasOwn(SHAPES, kind);
}

interface FieldRule {
  readonly field: string;
  readonly kind: FieldKind;
  readonly optional: boolean;
}

// Taken apart once: a long journal asks a hundred thousand times.
const RULES: ReadonlyMap<string, readonly FieldRule[]> = new Map(
  Object.entries(SHAPES).map(([kind, shape]) => [
    kind,
    Object.entries(shape).map(([field, declared]: [string, string]): FieldRule => {
      const optional = declared.endsWith('?');
      return { field, kind: (optional ? declared.slice(0, -1) : declared) as FieldKind, optional };
    }),
  ]),
);
const rulesOf = (kind: EntryKind): readonly FieldRule[] => RULES.get(kind) ?? [];

/** Names of a body's fields, with `?` where one may be missing, in the order of the format's document. */
export function bodyFields(kind: EntryKind): readonly string[] {
  return rulesOf(kind).map(({ field, optional }) => (optional ? `${field}?` : field));
}

/** What is wrong with a body, in one clause; undefined when its shape is right. */
export function bodyFault(kind: EntryKind, body: unknown): string | undefined {
  if (!isObject(body)) return 'body must be an object';
  for (const field of Object.keys(body))
    if (!Object.hasOwn(SHAPES[kind], field))
      return `body.${field} is not a field of \`${kind}\` that this version of kaiyaku knows`;
  for (const rule of rulesOf(kind)) {
    if (rule.optional && !Object.hasOwn(body, rule.field)) continue;
    const check = CHECKS[rule.kind];
    if (!Object.hasOwn(body, rule.field) || !check.is(body[rule.field]))
      return `body.${rule.field} must be ${check.wanted}`;
  }
  return undefined;
}

const FREE: ReadonlySet<FieldKind> = new Set<FieldKind>(['words', 'words-list', 'json', 'parts']);

/** Fields of a body that hold words for people or a provider's answer, in which a secret could hide. */
export function freeFields(kind: EntryKind): readonly string[] {
  // The contract's content holds references only, and its digest must stay true.
  return rulesOf(kind)
    .filter((rule) => FREE.has(rule.kind) && rule.field !== 'content')
    .map((rule) => rule.field);
}
