// The last look over the account: whatever still carries an id, a name or a former id of the contract, in every zone.
import type { JsonObject } from '../../base/canonical-json.ts';
import type { Target } from '../port.ts';
import { OBJECT_KINDS } from './kinds/index.ts';
import { idOf, nameOf, type ObjectKind, previousIdTag, rowsOf } from './kinds/kind.ts';
import type { Look } from './look.ts';
import { readTags, type Row } from './shapes.ts';

/** Hits by name (`target.id`, comma-joined), by `expect.ids` and their `@previous-id` tags; not `expect.ignoreIds`. */
export async function findLeftovers(target: Target, look: Look): Promise<readonly JsonObject[]> {
  await look.requireSight();
  const names = target.id.split(',').filter((name) => name !== '');
  const ids = idsIn(target, 'ids');
  const ignored = idsIn(target, 'ignoreIds');
  const tags = ids.map(previousIdTag);
  const isHit = (kind: ObjectKind, row: Row): boolean =>
    ids.includes(idOf(row)) ||
    readTags(row).some((tag) => tags.includes(tag)) ||
    (kind.named && kind.borrowsName?.(row) !== true && names.includes(nameOf(row)));
  const hits: JsonObject[] = [];
  for (const kind of OBJECT_KINDS)
    for (const zone of look.zones)
      for (const row of await rowsOf(kind, zone, look))
        if (isHit(kind, row) && !ignored.includes(idOf(row)))
          hits.push({ kind: kind.kind, id: idOf(row), name: kind.named ? nameOf(row) : idOf(row), zone });
  return hits;
}

function idsIn(target: Target, key: 'ids' | 'ignoreIds'): readonly string[] {
  const ids = target.expect[key];
  return Array.isArray(ids) ? ids.map(String) : [];
}
