// Carries one command out: looks at the target again, notes that it sends, calls the one utility, looks at its code. It never
// sends to a domain that it has not just identified, and never takes a code for a proof.
import type { JsonObject } from '../../base/canonical-json.ts';
import { bugError, type KaiyakuError, providerError, refusal } from '../../base/errors.ts';
import { ended, noteSending, recovered } from '../common/call-notes.ts';
import { readsAs, vanished } from '../common/found.ts';
import type { ActContext, Command, Receipt, Recovery } from '../port.ts';
import type { PleskDoor } from './door.ts';
import type { Answer } from './answer.ts';
import { saidIn } from './failures.ts';
import { BACKUP_TIMEOUT_MS, CHANGE_TIMEOUT_MS } from './limits.ts';
import type { PleskParts } from './look.ts';
import { addressOf, find, nameOf } from './observe.ts';

/**
 * Throws refusals `R04` (another site would go along), `R07` (identity), `R11` (no backup that is read back); `provider` errors
 * `target-vanished`, `plesk-not-movable` (nothing was sent), those of the door, and `plesk-refused`: `permanent` when a look right
 * after shows the domain as it was, else `unknown-outcome`.
 */
export async function act(parts: PleskParts, command: Command, ctx: ActContext): Promise<Receipt> {
  switch (command.verb) {
    case 'back-up':
      return backUp(parts, command, ctx);
    case 'move':
      return change(parts, command, ctx, moveOf);
    case 'remove':
      return change(parts, command, ctx, removalOf);
    default:
      throw bugError('unknown-verb', `the Plesk executor cannot ${command.verb} a ${command.target.kind}`);
  }
}

/** A backup changes nothing of the domain; for anything else only the end of its call proves that it was carried out. */
export function recover({ verb }: Command, notes: readonly string[]): Recovery {
  const read = recovered(notes);
  return verb === 'back-up' && read.proves === 'nothing'
    ? { proves: 'not-begun', why: 'a backup changes nothing of the domain; another one is taken' }
    : read;
}

interface Sent {
  readonly utility: string;
  readonly params: readonly string[];
  readonly facts?: JsonObject;
}

type Plan = (parts: PleskParts, command: Command, facts: JsonObject, ctx: ActContext) => Promise<Sent>;

async function change(parts: PleskParts, command: Command, ctx: ActContext, plan: Plan): Promise<Receipt> {
  const before = await locate(parts, command, ctx);
  const { utility, params, facts: more = {} } = await plan(parts, command, before, ctx);
  ctx.signal?.throwIfAborted();
  await noteSending(ctx, `${utility} ${params.join(' ')}`);
  const answer = await parts.door.call({ utility, params, changes: true, timeoutMs: CHANGE_TIMEOUT_MS });
  ctx.fault();
  if (answer.code !== 0) throw await refused(parts, command, ctx, before, answer);
  return ended(ctx, { utility, code: 0, ...more, endedAt: instant(ctx) });
}

const instant = ({ clock }: Pick<ActContext, 'clock'>): string => new Date(clock.nowMs()).toISOString();

/** The facts of the target right now; it is the contract's. */
async function locate(parts: PleskParts, command: Command, ctx: ActContext): Promise<JsonObject> {
  const { target } = command;
  const found = await find(parts, target, ctx);
  if (found.is === 'absent') throw vanished(command);
  if (found.differences.length === 0) return found.facts;
  const said = found.differences.map(({ what, expected, found: seen }) => `${what} is on ${seen}, not on ${expected}`);
  throw refusal('R07', `${target.label} is not what the contract names: ${said.join('; ')}`, {
    next: 'correct the contract if it is the right one; leave it alone if not',
    facts: { differences: found.differences.map((one) => ({ ...one })) },
  });
}

/** Every address of the web again, the one exchanged; mail gets the same. */
const moveOf: Plan = async (_, { target }, facts) => {
  const { from, to } = target.expect as { from?: string; to?: string };
  if (from === undefined || to === undefined) throw bugError('bad-target', 'a move needs both addresses');
  if (facts['subscription'] !== true)
    throw providerError('plesk-not-movable', `${target.label} is an add-on domain: it follows its subscription`, {
      class: 'permanent',
      why: 'nothing was sent',
      next: 'name the domain of its subscription in the contract; it is the one that moves',
    });
  const web = facts['web'] as readonly string[];
  const [old, main] = [addressOf(from), addressOf(to)];
  const addresses = [...new Set(web.map((one) => (one === old ? main : one)))];
  const list = addresses.join(',');
  const params = ['--update', nameOf(target.id), '-ip', list, '-mail-service-ip', list];
  return { utility: 'subscription', params, facts: { addresses } };
};

const removalOf: Plan = async (parts, { target, args }, facts, ctx) => {
  const others = facts['otherSites'] as readonly string[] | undefined;
  if (others === undefined) throw bugError('bad-target', 'a removal looks for what would go along');
  if (others.length > 0)
    throw refusal('R04', `${target.label} would take ${others.join(', ')} along`, {
      why: 'a subscription is removed with every site in it',
      next: 'move them to another subscription, or remove them first',
    });
  await requireBackup(parts, target.label, args['backup'], ctx);
  return { utility: facts['subscription'] === true ? 'subscription' : 'site', params: ['--remove', nameOf(target.id)] };
};

/** The backup that the step before left is read back once more, right before there is no other copy. */
async function requireBackup({ door }: PleskParts, label: string, path: unknown, ctx: ActContext): Promise<void> {
  const readable = typeof path === 'string' && (await checkBackup(door, path, ctx)).code === 0;
  if (readable) return;
  throw refusal('R11', `${label} is not removed without a backup that can be read back`, {
    why:
      typeof path === 'string' ? `${path} on the server cannot be read back any more` : 'no backup of it is on record',
    next: 'run apply again: another backup is taken first',
  });
}

const checkBackup = (door: PleskDoor, path: string, ctx: ActContext): Promise<Answer> =>
  read(door, 'pleskrestore', ['--check-backup', path], ctx);

const read = (
  door: PleskDoor,
  utility: string,
  params: readonly string[],
  { signal }: Pick<ActContext, 'signal'>,
): Promise<Answer> =>
  door.call({
    utility,
    params,
    changes: false,
    timeoutMs: BACKUP_TIMEOUT_MS,
    ...(signal === undefined ? {} : { signal }),
  });

async function backUp(parts: PleskParts, command: Command, ctx: ActContext): Promise<Receipt> {
  await locate(parts, command, ctx);
  const { to } = command.args;
  if (typeof to !== 'string') throw bugError('bad-target', 'a backup needs a folder');
  const domain = nameOf(command.target.id);
  const startedAt = instant(ctx);
  // A name of its own each time: whether Plesk writes over a file is not said.
  const path = `${to.replace(/\/+$/, '')}/${domain}-${startedAt.replaceAll(/[-:]|\.\d+/g, '')}.tar`;
  ctx.signal?.throwIfAborted();
  await noteSending(ctx, `pleskbackup ${path}`);
  const params = ['--domains-name', domain, '-v', `--output-file=${path}`];
  const made = await parts.door.call({ utility: 'pleskbackup', params, changes: true, timeoutMs: BACKUP_TIMEOUT_MS });
  const evidence = [await ctx.evidence.put(`plesk-backup-${domain}.txt`, printed(made))];
  ctx.fault();
  if (made.code !== 0) throw notBackedUp(domain, 'pleskbackup', made);
  const checked = await checkBackup(parts.door, path, ctx);
  if (checked.code !== 0) throw notBackedUp(domain, 'pleskrestore --check-backup', checked);
  // As text beside the archive: a Plesk backup is read by Plesk alone. Where it has no zone, that is what is filed.
  const zone = ['dns', ['--info', domain]] as const;
  evidence.push(await ctx.evidence.put(`plesk-zone-${domain}.txt`, printed(await read(parts.door, ...zone, ctx))));
  const facts = { utility: 'pleskbackup', code: 0, verified: true, domain, path, startedAt, endedAt: instant(ctx) };
  return { ...(await ended(ctx, facts)), evidence };
}

const printed = ({ code, stdout, stderr }: Answer): string => `code ${code}\n${stdout}\n${stderr}`;

const notBackedUp = (domain: string, utility: string, answer: Answer): KaiyakuError =>
  providerError('plesk-backup-failed', `${utility} of ${domain} ended with code ${answer.code}: ${saidIn(answer)}`, {
    class: 'permanent',
    why: 'the domain is as it was',
    next: 'mend it on the server (space, folder of plesk.backup.to), then run apply again',
    facts: { code: answer.code },
  });

async function refused(
  parts: PleskParts,
  command: Command,
  ctx: ActContext,
  before: JsonObject,
  answer: Answer,
): Promise<KaiyakuError> {
  const unchanged = await readsAs(before, () => find(parts, command.target, ctx));
  return providerError(
    'plesk-refused',
    `${command.verb} ${command.target.label}: code ${answer.code}: ${saidIn(answer)}`,
    {
      class: unchanged ? 'permanent' : 'unknown-outcome',
      why: unchanged ? 'Plesk refused it; the domain reads as before' : 'what it left behind only looking can tell',
      next: 'see what stands in its way on the server, then run the command again',
      facts: { code: answer.code },
    },
  );
}
