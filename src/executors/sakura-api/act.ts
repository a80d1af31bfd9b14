// Carries one command out: checks the account, reads the target again, sends the one call, returns the receipt. It
// never waits for completion and never sends to an object that it has not just identified.
import type { JsonObject } from '../../base/canonical-json.ts';
import { bugError, KaiyakuError, providerError, refusal } from '../../base/errors.ts';
import type { ActContext, Command, Difference, Receipt, Recovery, Target } from '../port.ts';
import { type Change, changeFor, PERMITTED, type Present } from './changes.ts';
import type { Answer } from './client.ts';
import { membersOf, type SakuraVerb, stageNameOf } from './command.ts';
import { findObject } from './find-object.ts';
import { type AccountFacts, type Look, type LookParts, type PlanRemoval, startLook } from './look.ts';
import { findMembers, requireKind, seen } from './observe.ts';
import { findPtr } from './ptr.ts';

/**
 * Throws refusals `R06` (account), `R07` (identity), `R04`/`R13` (router); `provider` errors `account-penalty`,
 * `insufficient-permission`, `target-vanished` (all `permanent`) and those of the client.
 *
 * `target-vanished`: the target was proven absent, or read 404, before anything was sent (or by the first sending).
 * It is `permanent`, because this attempt did nothing; the next look finds the absence and records it as found, not
 * as done. A 404 after an attempt that may have been carried out is `unknown-outcome` instead.
 */
export async function act(parts: LookParts, command: Command, ctx: ActContext): Promise<Receipt> {
  const { target } = command;
  const look = startLook(parts, ctx, target.zone);
  requirePermission(command, await look.requireAccount());
  const { removal } = parts;
  if (target.kind === 'set') return removeSet(removal, command, look, ctx);
  const { zone, ...present } = await locate(command, look);
  const change = changeFor(command, present);
  if (removal !== undefined && command.verb === 'delete' && removal.knows(target.kind))
    return byOtherHands(removal.plan, command, [{ target, ...present, zone }], ctx);
  const call = `${change.method} ${change.path}`;
  ctx.signal?.throwIfAborted();
  await ctx.note(`${SENDING}${call}`);
  const answer = await send(parts, zone, change, command, ctx);
  ctx.fault();
  const facts = { ...receiptFacts(answer, call, present, target.id), ...change.receipt };
  await ctx.note(`${ANSWERED}${JSON.stringify(facts)}`);
  return { facts, evidence: [] };
}

/** What is left of a set, from one plan. Members that are gone already need nothing. */
async function removeSet(
  removal: LookParts['removal'],
  command: Command,
  look: Look,
  ctx: ActContext,
): Promise<Receipt> {
  if (removal === undefined) throw bugError('set-without-terraform', 'only Terraform deletes a set at once');
  const members = membersOf(command.target);
  const found = await findMembers(members, look);
  const left: Located[] = [];
  for (const [at, target] of members.entries()) {
    const one = found[at]!;
    if (one.is === 'absent') continue;
    if (one.differences.length > 0) throw wrongObject(target, one.differences);
    left.push({ target, ...one });
  }
  if (left.length === 0) throw vanished(command);
  return byOtherHands(removal.plan, command, left, ctx);
}

async function byOtherHands(
  plan: PlanRemoval,
  { target }: Command,
  objects: readonly Located[],
  ctx: ActContext,
): Promise<Receipt> {
  for (const object of objects) requireOwnId(object);
  const planned = await plan(
    {
      name: stageNameOf(target),
      objects: objects.map((object) => ({ kind: object.target.kind, id: object.id, zone: object.zone })),
    },
    ctx,
  );
  ctx.signal?.throwIfAborted();
  await ctx.note(`${SENDING}${planned.call}`);
  const said = await planned.carryOut(ctx);
  ctx.fault();
  const asked: JsonObject =
    target.kind === 'set' ? { requestedIds: objects.map(({ id }) => id) } : { requestedId: target.id };
  const facts: JsonObject = { call: planned.call, ...asked, ...said };
  await ctx.note(`${ANSWERED}${JSON.stringify(facts)}`);
  return { facts, evidence: [] };
}

interface Located extends Present {
  readonly target: Target;
  readonly zone: string;
}

function requireOwnId({ target, id }: Located): void {
  if (id === target.id) return;
  throw providerError('renewed-id', `${target.label} has the id ${id} now`, {
    class: 'permanent',
    why: 'Terraform knows objects by the ids of the contract',
    next: 'write the id that it has now into the contract, then kaiyaku amend CONTRACT',
  });
}

const SENDING = 'sending ';
const ANSWERED = 'answered ';

/** Nothing is sent before the `sending` note is durable, so notes without one prove that nothing was. */
export function recover(notes: readonly string[]): Recovery {
  if (!notes.some((note) => note.startsWith(SENDING)))
    return { proves: 'not-begun', why: 'the request had not been sent' };
  const answered = notes.find((note) => note.startsWith(ANSWERED));
  if (answered === undefined) return { proves: 'nothing' };
  return {
    proves: 'sent',
    receipt: { facts: JSON.parse(answered.slice(ANSWERED.length)) as JsonObject, evidence: [] },
  };
}

async function send(
  parts: LookParts,
  zone: string,
  change: Change,
  command: Command,
  ctx: ActContext,
): Promise<Answer> {
  try {
    return await parts.client.write(change.method, zone, change.path, ctx, change.body);
  } catch (error) {
    if (error instanceof KaiyakuError && error.code === 'not-found' && error.detail.class === 'permanent')
      throw vanished(command, error);
    throw error;
  }
}

function requirePermission({ verb }: Command, account: AccountFacts): void {
  const permitted = PERMITTED[verb as SakuraVerb] as readonly string[] | undefined;
  if (permitted === undefined) throw bugError('unknown-verb', `the Sakura Cloud executor knows no ${verb}`);
  if (account.penalty !== 'none')
    throw providerError('account-penalty', `the account is under a restriction of the provider: ${account.penalty}`, {
      class: 'permanent',
      why: 'it answers every change with 402 until the restriction is lifted',
      next: 'settle what the provider’s member menu shows, then run the command again',
    });
  if (!permitted.includes(account.permission))
    throw providerError(
      'insufficient-permission',
      `the API key may not ${verb}: its permission is ${account.permission}`,
      {
        class: 'permanent',
        next: `use an API key with the permission ${permitted.join(' or ')}`,
      },
    );
}

/** The target as it is right now, under the id that it has now. */
async function locate(command: Command, look: Look): Promise<Present & { zone: string }> {
  const { target } = command;
  if (target.kind === 'ptr') {
    const found = await findPtr(seen(target), look);
    if (found.is === 'absent') throw vanished(command);
    return { id: target.id, zone: seen(target).zone, row: {}, facts: found.facts };
  }
  const found = await findObject(requireKind(target), seen(target), look);
  if (found.is === 'absent') throw vanished(command);
  if (found.differences.length > 0) throw wrongObject(target, found.differences);
  return found;
}

function vanished({ target, verb }: Command, cause?: unknown): KaiyakuError {
  return providerError('target-vanished', `${target.label} was gone before it could be told to ${verb}`, {
    class: 'permanent',
    why: 'nothing was sent to it, or the API no longer knew it',
    next: 'run the command again; it records what it finds',
    ...(cause === undefined ? {} : { cause }),
  });
}

function wrongObject(target: Target, differences: readonly Difference[]): KaiyakuError {
  const said = differences.map(({ what, expected, found }) => `${what} is ${found}, not ${expected}`).join('; ');
  return refusal('R07', `${target.label} is not what the contract names: ${said}`, {
    next: 'correct the contract if it is the right one; leave it alone if not',
    facts: { differences: differences.map((difference) => ({ ...difference })) },
  });
}

function receiptFacts({ status, body }: Answer, call: string, { id }: Present, askedId: string): JsonObject {
  const serial = body['serial'];
  return {
    status,
    call,
    requestedId: id,
    ...(id === askedId ? {} : { renewedFrom: askedId }),
    ...(typeof serial === 'string' ? { serial } : {}),
  };
}
