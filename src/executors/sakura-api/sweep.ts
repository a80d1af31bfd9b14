// The last look over the account: whatever still carries an id, a name or a former id of the contract, in every zone.
import type { JsonObject } from '../../base/canonical-json.ts';
import type { Target } from '../port.ts';
import { OBJECT_KINDS } from './kinds/index.ts';
import { idOf, nameOf, previousIdTag, rowsOf } from './kinds/kind.ts';
import type { Look } from './look.ts';
import { readTags } from './shapes.ts';

/** Hits by name (`target.id`, comma-joined), by `expect.ids` and their `@previous-id` tags; not `expect.ignoreIds`. */
export async function findLeftovers(target: Target, look: Look): Promise<readonly JsonObject[]> {
  await look.requireSight();
  const names = target.id.split(',').filter((name) => name !== '');
  const ids = idsIn(target, 'ids');
  const ignored = idsIn(target, 'ignoreIds');
  const tags = ids.map(previousIdTag);
  const hits: JsonObject[] = [];
  for (const kind of OBJECT_KINDS)
    for (const zone of look.zones)
      for (const row of await rowsOf(kind, zone, look)) {
        const id = idOf(row);
        const name = kind.named ? nameOf(row) : id;
        const hit =
          ids.includes(id) || (kind.named && names.includes(name)) || readTags(row).some((tag) => tags.includes(tag));
        if (hit && !ignored.includes(id)) hits.push({ kind: kind.kind, id, name, zone });
      }
  return hits;
}

function idsIn(target: Target, key: 'ids' | 'ignoreIds'): readonly string[] {
  const ids = target.expect[key];
  return Array.isArray(ids) ? ids.map(String) : [];
}
