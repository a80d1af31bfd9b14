// Each verb of `command.ts` as the one call that carries it out. Pure, but for what has to be read to phrase the call.
import type { JsonObject } from '../../base/canonical-json.ts';
import { bugError, refusal } from '../../base/errors.ts';
import type { Command } from '../port.ts';
import type { WriteMethod } from './client.ts';
import type { SakuraVerb } from './command.ts';
import { withoutRecords } from './kinds/dns-zone.ts';
import { expectOf } from './kinds/kind.ts';
import { isRow, readTags, type Row } from './shapes.ts';

/** One request. */
export interface Change {
  readonly method: WriteMethod;
  /** `server/113000000001/power` */
  readonly path: string;
  readonly body?: JsonObject;
  /** What the receipt has to keep of it: nobody could put it back otherwise. */
  readonly receipt?: JsonObject;
}

/** Where the target is now: its present id, what it reads as, and its facts. */
export interface Present {
  readonly id: string;
  readonly row: Row;
  readonly facts: JsonObject;
}

/** Permissions (`Permission` of auth-status) that may carry a verb out; the API would refuse the others with 403. */
export const PERMITTED: Readonly<Record<SakuraVerb, readonly string[]>> = {
  'remove-tag': ['create', 'arrange'],
  'shut-down': ['create', 'arrange', 'power'],
  'force-stop': ['create', 'arrange', 'power'],
  disconnect: ['create', 'arrange'],
  'clear-ptr': ['create', 'arrange'],
  'remove-records': ['create', 'arrange'],
  delete: ['create'],
};

/** Plain deletions: kind → path. Routers, subnets and IPv6 nets have rules of their own. */
const DELETED_BY_ID: Readonly<Record<string, string>> = {
  server: 'server',
  disk: 'disk',
  archive: 'archive',
  'auto-backup': 'commonserviceitem',
  switch: 'switch',
  'packet-filter': 'packetfilter',
};

/** Throws `bug` for a verb that the kind does not have, and refusals `R04`, `R13` for a router that must stay. */
export function changeFor(command: Command, present: Present): Change {
  const { target, verb, args } = command;
  const { id } = present;
  switch (`${target.kind} ${verb}`) {
    case 'server remove-tag':
      return { method: 'PUT', path: `server/${id}`, body: { Server: { Tags: tagsWithout(present.row, args) } } };
    case 'server shut-down':
      return { method: 'DELETE', path: `server/${id}/power`, body: {} };
    case 'server force-stop':
      return { method: 'DELETE', path: `server/${id}/power`, body: { Force: true } };
    case 'interface disconnect':
      return { method: 'DELETE', path: `interface/${id}/to/switch` };
    case 'disk disconnect':
      return { method: 'DELETE', path: `disk/${id}/to/server` };
    case 'ptr clear-ptr':
      // The empty name has to be sent; there is no DELETE for it.
      return { method: 'PUT', path: `ipaddress/${encodeURIComponent(id)}`, body: { IPAddress: { HostName: '' } } };
    case 'dns-zone remove-records': {
      const { body, removed } = withoutRecords(present.row, expectOf(target).records ?? []);
      return { method: 'PUT', path: `commonserviceitem/${id}`, body, receipt: { removed } };
    }
    case 'router delete':
      requireNothingUnlisted(command, present);
      return { method: 'DELETE', path: `internet/${id}` };
    case 'subnet delete':
      return { method: 'DELETE', path: `internet/${routerOf(command, present)}/subnet/${id}` };
    case 'ipv6-net delete':
      return { method: 'DELETE', path: `internet/${routerOf(command, present)}/ipv6net/${id}` };
    default: {
      const path = verb === 'delete' ? DELETED_BY_ID[target.kind] : undefined;
      if (path === undefined) throw bugError('unknown-verb', `${target.kind} cannot be told to ${verb}`);
      // Never with `WithDisk`: each disk is an effect of its own.
      return { method: 'DELETE', path: `${path}/${id}` };
    }
  }
}

function tagsWithout(server: Row, { tag }: JsonObject): readonly string[] {
  if (typeof tag !== 'string') throw bugError('no-tag', 'remove-tag needs the tag');
  return readTags(server).filter((known) => known !== tag);
}

/** The router that holds it now; a bandwidth change may have renewed the contract's id. */
function routerOf({ target }: Command, { facts }: Present): string {
  const routerId = facts['routerId'] ?? target.expect['routerId'];
  if (typeof routerId !== 'string') throw bugError('no-router', `${target.label}: its router is not known`);
  return routerId;
}

/**
 * Deleting a router takes its primary block with it. What the command does not list must not be there: blocks
 * (`args.subnets`, ids) and IPv6 nets (`args.ipv6Nets`, ids) → `R04`; servers and appliances on it → `R13`.
 */
function requireNothingUnlisted({ target, args }: Command, { facts }: Present): void {
  const blocks = unlisted(facts['subnets'], args['subnets'], 'network');
  const nets = unlisted(facts['ipv6Nets'], args['ipv6Nets'], 'prefix');
  if (blocks.length + nets.length > 0)
    throw refusal('R04', `${target.label} has blocks that are not listed: ${[...blocks, ...nets].join(', ')}`, {
      why: 'they would go with it',
      next: 'list them in the contract, or move them to another router',
      facts: { unlisted: [...blocks, ...nets] },
    });
  const attached = [...idsOf(facts['attachedServerIds']), ...idsOf(facts['applianceIds'])];
  if (attached.length > 0)
    throw refusal('R13', `${target.label} is still used by ${attached.join(', ')}`, {
      why: 'their addresses would be released with it',
      next: 'take their interfaces off its switch first',
      facts: { attached },
    });
}

function unlisted(found: unknown, listed: unknown, text: 'network' | 'prefix'): string[] {
  const allowed = idsOf(listed);
  const rows = Array.isArray(found) ? found.filter(isRow) : [];
  return rows
    .filter((row) => !allowed.includes(String(row['id'])))
    .map((row) => `${String(row[text])} (${String(row['id'])})`);
}

function idsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
