// One look at the account: what it reads is kept only until the look is over, so that one observation is one pass.
// It is where "the account is the contract's" and "this key can see" are asked, once a pass.
import type { Clock } from '../../base/clock.ts';
import { KaiyakuError, providerError, refusal } from '../../base/errors.ts';
import type { JsonObject } from '../../base/canonical-json.ts';
import { remember } from '../../base/remember.ts';
import type { ActContext, LookContext } from '../port.ts';
import { type Answer, GLOBAL_ZONE, type SakuraClient } from './client.ts';
import { isRow, readId, readRow, readText, readTextOrNull, type Row } from './shapes.ts';

/** Whose account it must be: the contract's `projectId` (Account.ID) and `memberCode` (Member.Code). */
export interface ContractAccount {
  readonly projectId: string;
  readonly memberCode: string;
}

export interface AccountFacts {
  readonly id: string;
  readonly code: string | null;
  readonly name: string | null;
  readonly memberCode: string;
  readonly permission: string;
  readonly penalty: string;
  /** True when the key sees only a part of the account. */
  readonly filtered: boolean;
  readonly dateSkewMs: number | null;
}

/** A deletion by other hands than the API client's: planned first, when nothing has been sent yet; then carried out once. */
export type PlanRemoval = (
  stage: {
    /** The same for every attempt of one effect. */
    readonly name: string;
    readonly objects: readonly { readonly kind: string; readonly id: string; readonly zone: string }[];
  },
  ctx: LookContext,
) => Promise<{ readonly call: string; carryOut(ctx: ActContext): Promise<JsonObject> }>;

export interface LookParts {
  readonly client: SakuraClient;
  readonly account: ContractAccount;
  readonly zones: readonly string[];
  /** Of what it knows. Everything is checked, and proved afterwards, as for the client's own calls. */
  readonly removal?: { knows(verb: string, kind: string): boolean; readonly plan: PlanRemoval };
}

export interface Look {
  /** The contract's zones, and the target's own. */
  readonly zones: readonly string[];
  readonly clock: Clock;
  /** Null only for the API's own 404 `not_found`. Throws `provider` errors for everything else. */
  read(zone: string, path: string, key: string): Promise<Row | null>;
  /** A whole list; asked once a look. */
  find(zone: string, path: string, listKey: string): Promise<readonly Row[]>;
  /** Who answers, unchecked. */
  whoAnswers(): Promise<AccountFacts>;
  /** Refusal `R06` unless exactly the contract's account answers. */
  requireAccount(): Promise<AccountFacts>;
  /** That this key sees the whole of the right account; returns the readings in words. */
  requireSight(): Promise<readonly string[]>;
}

/** A look; `zone` is the target's. */
export function startLook(parts: LookParts, ctx: LookContext, zone?: string): Look {
  const { client, account } = parts;
  const zones = [...new Set([...(zone === undefined ? [] : [zone]), ...parts.zones])];
  const once = remember();

  const look: Look = {
    zones,
    clock: ctx.clock,
    read: async (zone, path, key) => {
      const answer = await orNull(client.get(zone, path, ctx));
      return answer === null ? null : readRow(answer.body[key], `${key} of ${path}`);
    },
    find: (zone, path, listKey) => once(`find ${zone} ${path}`, () => client.find(zone, path, listKey, ctx)),
    whoAnswers: () => once('account', async () => readAccount(await client.get(GLOBAL_ZONE, 'auth-status', ctx))),
    requireAccount: async () => {
      const found = await look.whoAnswers();
      if (found.id !== account.projectId || found.memberCode !== account.memberCode) throw wrongAccount(account, found);
      return found;
    },
    requireSight: () => once('sight', () => checkSight(look, zone === undefined ? zones : [zone])),
  };
  return look;
}

async function checkSight(look: Look, ownZones: readonly string[]): Promise<readonly string[]> {
  const found = await look.requireAccount();
  if (found.filtered)
    throw providerError('key-sees-a-part', 'the API key is restricted to a part of the account', {
      class: 'permanent',
      why: 'what it does not see would read as gone',
      next: 'use an API key without a restriction (RESTFilter)',
    });
  const listed = (await look.find(GLOBAL_ZONE, 'zone', 'Zones')).map((row) => readText(row['Name'], 'Zone.Name'));
  const missing = look.zones.filter((zone) => !listed.includes(zone));
  if (missing.length > 0)
    throw providerError('zone-not-listed', `the API does not list ${missing.join(', ')}`, {
      class: 'permanent',
      why: 'a zone that cannot be seen cannot be said to be empty',
      next: 'correct `api.zones` in the contract',
      facts: { listed },
    });
  return [
    `the account is ${found.id} of member ${found.memberCode}, as in the contract; its key has no restriction`,
    `the API lists the zones ${look.zones.join(', ')}`,
    await somethingKnown(look, ownZones),
  ];
}

/** Lists that are hardly ever empty; the first holds the public archives, which every zone has. */
const KNOWN_LISTS = [
  ['archive', 'Archives'],
  ['server', 'Servers'],
  ['disk', 'Disks'],
  ['switch', 'Switches'],
] as const;

/** A key that sees nothing at all would prove everything absent, so something has to be seen. */
async function somethingKnown(look: Look, zones: readonly string[]): Promise<string> {
  for (const zone of zones)
    for (const [path, listKey] of KNOWN_LISTS) {
      const rows = await look.find(zone, path, listKey);
      if (rows.length > 0) return `${zone} shows ${rows.length} of ${listKey.toLowerCase()}`;
    }
  throw providerError('nothing-readable', `the API shows nothing at all in ${zones.join(', ')}`, {
    class: 'permanent',
    why: 'every zone holds public archives; a key that does not see them does not see the estate either',
    next: 'check what the API key may read',
  });
}

function wrongAccount(account: ContractAccount, found: AccountFacts): KaiyakuError {
  return refusal(
    'R06',
    `the API key belongs to account ${found.id} of member ${found.memberCode}, not to ${account.projectId} of ${account.memberCode}`,
    {
      why: 'ids of one account mean nothing in another',
      next: 'use the key of the contract’s project, or correct `projectId` and `memberCode`',
      facts: { expected: { ...account }, found: { projectId: found.id, memberCode: found.memberCode } },
    },
  );
}

/** auth-status has its data at the top level. */
function readAccount({ body, dateMs, nowMs }: Answer): AccountFacts {
  const account = readRow(body['Account'], 'Account');
  const member = readRow(body['Member'], 'Member');
  return {
    id: readId(account['ID'], 'Account.ID'),
    code: readTextOrNull(account['Code'], 'Account.Code'),
    name: readTextOrNull(account['Name'], 'Account.Name'),
    memberCode: readText(member['Code'], 'Member.Code'),
    permission: readText(body['Permission'], 'Permission'),
    penalty: readText(body['OperationPenalty'], 'OperationPenalty'),
    filtered: isRestricted(body['RESTFilter']),
    dateSkewMs: dateMs === undefined ? null : dateMs - nowMs,
  };
}

/** `null` for a key without restriction; an empty list or object restricts nothing. */
function isRestricted(filter: unknown): boolean {
  if (filter === null || filter === undefined || filter === '') return false;
  if (Array.isArray(filter)) return filter.length > 0;
  return !(isRow(filter) && Object.keys(filter).length === 0);
}

/** Null for `not-found`, the one error that is an answer. */
async function orNull(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof KaiyakuError && error.code === 'not-found') return null;
    throw error;
  }
}
