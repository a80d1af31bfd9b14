// Carries one command out: checks the account, reads the target again, sends the one call, returns the receipt. It
// never waits for completion and never sends to an object that it has not just identified.
import type { JsonObject } from '../../base/canonical-json.ts';
import { bugError, KaiyakuError, providerError } from '../../base/errors.ts';
import { ended, noteSending } from '../common/call-notes.ts';
import { otherObject, vanished } from '../common/found.ts';
import type { ActContext, Command, Receipt, Target } from '../port.ts';
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
  if (removal?.knows(command.verb, target.kind) === true)
    return byOtherHands(removal.plan, command, [{ target, ...present, zone }], ctx);
  const call = `${change.method} ${change.path}`;
  ctx.signal?.throwIfAborted();
  await noteSending(ctx, call);
  const answer = await send(parts, zone, change, command, ctx);
  ctx.fault();
  return ended(ctx, { ...receiptFacts(answer, call, present, target.id), ...change.receipt });
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
    if (one.differences.length > 0) throw otherObject(target, one.differences);
    left.push({ target, ...one });
  }
  if (left.length === 0) throw vanished(command, MAYBE_SENT);
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
  await noteSending(ctx, planned.call);
  const said = await planned.carryOut(ctx);
  ctx.fault();
  const asked: JsonObject =
    target.kind === 'set' ? { requestedIds: objects.map(({ id }) => id) } : { requestedId: target.id };
  return ended(ctx, { call: planned.call, ...asked, ...said });
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

const MAYBE_SENT = 'nothing was sent to it, or the API no longer knew it';

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
      throw vanished(command, MAYBE_SENT, error);
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
    if (found.is === 'absent') throw vanished(command, MAYBE_SENT);
    return { id: target.id, zone: seen(target).zone, row: {}, facts: found.facts };
  }
  const found = await findObject(requireKind(target), seen(target), look);
  if (found.is === 'absent') throw vanished(command, MAYBE_SENT);
  if (found.differences.length > 0) throw otherObject(target, found.differences);
  return found;
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
