// `open` and `amend`: what the journal records of the contract itself. `amend` after the first irreversible effect may not
// change an identity or drop a target (R23).
import { randomUUID } from 'node:crypto';
import { canonicalJson, type JsonObject } from '../base/canonical-json.ts';
import { refusal, userError } from '../base/errors.ts';
import { targetKey } from '../executors/port.ts';
import type { BodyByKind, StepSummary } from '../journal/entry.ts';
import { attempted } from './attempted.ts';
import { baseTeardown, todayOf, type ContractInHand, type Run } from './run.ts';
import type { Teardown } from '../teardown/step.ts';
import type { CivilDate } from '../calendar/civil-date.ts';

/** The body of the first entry of a new journal. */
export function openedBody(
  contract: ContractInHand,
  given: { journalId?: string; todayOn: CivilDate; toolVersion: string; by: string },
): BodyByKind['opened'] {
  return {
    ...recorded(contract, given.todayOn, given.toolVersion),
    journalId: given.journalId ?? randomUUID(),
    contract: contract.name,
    provider: contract.provider.id,
    by: given.by,
  };
}

function recorded(contract: ContractInHand, todayOn: CivilDate, toolVersion: string) {
  const { teardown, digest } = baseTeardown(contract, todayOn);
  const wantedEndsOn = contract.provider.wantedEndsOn(contract.content);
  // The journal's own id is no part of what was agreed; `open` itself writes it into the file.
  const { journal: _, ...content } = JSON.parse(JSON.stringify(contract.content)) as JsonObject;
  return {
    contractDigest: contract.digest,
    teardownDigest: digest,
    toolVersion,
    content,
    steps: summaries(teardown),
    ...(wantedEndsOn === undefined ? {} : { wantedEndsOn }),
  };
}

const summaries = (teardown: Teardown): StepSummary[] =>
  teardown.steps.map((step) => ({
    id: step.id,
    title: step.title,
    actor: step.actor,
    effects: step.effects.length,
    ...(step.notNeeded === undefined ? {} : { notNeeded: step.notNeeded }),
  }));

/** What an amendment would record, and who has to sign it: the approvers that it would replace. */
export interface AmendmentDraft {
  readonly recorded: ReturnType<typeof recorded>;
  readonly changes: readonly string[];
  /** The approvers on record, when the amendment changes them; otherwise nobody. */
  readonly toBeSignedBy: readonly Approver[];
}

interface Approver {
  readonly name: string;
  readonly key: string;
}

/** Compares the contract as it stands now with its journal. Writes nothing. Throws `nothing-to-amend` (user) and R23. */
export function draftAmendment(run: Run): AmendmentDraft {
  const { state } = run.journal;
  const now = recorded(run.contract, todayOf(run), run.toolVersion);
  const changes = changedPaths(withoutJournal(state.content), withoutJournal(now.content));
  if (state.contractDigest !== now.contractDigest && changes.length === 0) changes.push('(order or form)');
  if (state.teardownDigest !== now.teardownDigest)
    changes.push(`teardown of kaiyaku ${state.toolVersion} → ${run.toolVersion}`);
  if (changes.length === 0)
    throw userError('nothing-to-amend', `${run.contract.name} is what its journal records`, {
      next: 'kaiyaku plan CONTRACT',
    });
  if (attempted(state)) refuseLostIdentities(run, state.content);
  const touched = canonicalJson(approversIn(state.content)) !== canonicalJson(approversIn(now.content));
  return { recorded: now, changes, toBeSignedBy: touched ? approversIn(state.content) : [] };
}

/**
 * Records the contract as it stands now; returns what changed. Throws `nothing-to-amend` (user), R23, and R16 for an
 * unsigned change of approvers: whoever could drop them alone could approve alone.
 */
export async function amend(run: Run, reason: string, signedBy?: string): Promise<readonly string[]> {
  const { recorded: now, changes, toBeSignedBy } = draftAmendment(run);
  if (toBeSignedBy.length > 0 && signedBy === undefined)
    throw refusal('R16', `a change of approvers has to be signed by one of them: ${namesOf(toBeSignedBy)}`, {
      next: 'kaiyaku amend CONTRACT --print > amendment.txt',
    });
  await run.journal.append({
    kind: 'amended',
    body: { ...now, changes, reason, by: run.by, ...(signedBy === undefined ? {} : { signedBy }) },
  });
  return changes;
}

/** A journal of an older version may not know the field. */
const approversIn = ({ approvers }: JsonObject): readonly Approver[] =>
  (approvers as unknown as readonly Approver[] | undefined) ?? [];

export const namesOf = (approvers: readonly Approver[]): string => approvers.map(({ name }) => name).join(', ');

/** `open` writes the journal's id into the file after it recorded the content. */
function withoutJournal(content: JsonObject): JsonObject {
  const { journal: _, ...rest } = content;
  return rest;
}

function refuseLostIdentities(run: Run, before: JsonObject): void {
  const old = identities(baseTeardown({ ...run.contract, content: before }, todayOf(run)).teardown);
  const now = identities(baseTeardown(run.contract, todayOf(run)).teardown);
  const lost = [...old].filter(([key, expect]) => now.get(key) !== expect).map(([key]) => key);
  if (lost.length === 0) return;
  throw refusal(
    'R23',
    `the first irreversible effect has begun; the amendment would drop or change ${lost.join(', ')}`,
    {
      why: 'what was planned and approved together is ended together',
      next: 'put the identities back; only dates, waivers, credentials and reasons may change now',
      facts: { lost },
    },
  );
}

const identities = (teardown: Teardown): Map<string, string> =>
  new Map(
    teardown.steps.flatMap((step) =>
      step.effects.map(({ command: { target } }) => [targetKey(target), canonicalJson(target.expect)] as const),
    ),
  );

/** Dotted paths whose values differ. */
export function changedPaths(before: unknown, now: unknown, path = ''): string[] {
  if (canonicalJson(before ?? null) === canonicalJson(now ?? null)) return [];
  if (!isTree(before) || !isTree(now)) return [path === '' ? '(whole file)' : path];
  const keys = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...keys].flatMap((key) => changedPaths(before[key], now[key], path === '' ? key : `${path}.${key}`));
}

const isTree = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
