// Packet filters (facts §6): not deleted while a NIC uses them; an update with a stale hash is refused.
import { created, deleted, one, type Answer } from '../http/answer.ts';
import {
  listIn,
  newNamed,
  payload,
  removeRow,
  renameFrom,
  target,
  textIn,
  type Call,
  type Route,
} from '../http/call.ts';
import type { View } from '../http/filter.ts';
import { resource } from '../http/resource.ts';
import { refuse } from '../refuse.ts';
import { hashOf, packetFilterView } from '../views/items.ts';
import type { PacketFilter } from '../world/file.ts';

const filterOf = (call: Call) => target(call, call.z.packetFilters);

/** Throws 409 `original_hash_mismatch` (CHOICE for settings hashes: the same code) unless the caller has read the present content, or sent no hash at all. */
export function requireFresh(body: View, key: string, content: unknown): void {
  const hash = textIn(body, key);
  if (hash !== undefined && hash !== '' && hash !== hashOf(content)) throw refuse('original_hash_mismatch');
}

function create(call: Call): Answer {
  const body = payload(call, 'PacketFilter');
  const filter: PacketFilter = { ...newNamed(call, body), expression: (listIn(body, 'Expression') ?? []) as View[] };
  call.z.packetFilters.push(filter);
  return created('PacketFilter', packetFilterView(filter));
}

function update(call: Call): Answer {
  const filter = filterOf(call);
  const body = payload(call, 'PacketFilter');
  requireFresh(call.body, 'OriginalExpressionHash', filter.expression);
  const expression = listIn(body, 'Expression');
  renameFrom(call, filter, body);
  if (expression !== undefined) filter.expression = expression as View[];
  return one('PacketFilter', packetFilterView(filter));
}

/** CHOICE: the code. */
function remove(call: Call): Answer {
  const filter = filterOf(call);
  if (call.z.interfaces.some(({ packetFilterId }) => packetFilterId === filter.id)) throw refuse('res_used_in_zone');
  removeRow(call.z.packetFilters, filter);
  return deleted('PacketFilter', packetFilterView(filter));
}

export const packetFilterRoutes: readonly Route[] = [
  ...resource('packetfilter', 'PacketFilter', 'PacketFilters', {
    rows: ({ z }) => z.packetFilters,
    view: (_, row) => packetFilterView(row),
    create,
    update,
    remove,
  }),
];
