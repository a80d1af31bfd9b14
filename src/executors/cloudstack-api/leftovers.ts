// What the account still holds beyond what the contract names: data volumes survive their machine, snapshots survive
// both, and all of them go on being billed. It only lists; whose they are is for a person to say.
import type { JsonObject } from '../../base/canonical-json.ts';
import type { Target } from '../port.ts';
import { expectOf } from './kinds.ts';
import type { ListName, Look } from './look.ts';
import { readFlag, readId, type Row, textOrNull } from './shapes.ts';

const LOOKED_AT: readonly ListName[] = ['vm', 'volume', 'snapshot', 'ip-address'];

/** Objects whose ids are not in `expect.ids`, in the order of the lists. Throws as `findObject`. */
export async function findLeftovers(target: Target, look: Look): Promise<JsonObject[]> {
  await look.account();
  const known = new Set(expectOf(target).ids);
  const hits: JsonObject[] = [];
  for (const kind of LOOKED_AT)
    for (const row of await look.all(kind))
      if (!known.has(readId(row, 'id')) && !goesWithAnother(kind, row))
        hits.push({
          kind,
          id: readId(row, 'id'),
          name: textOrNull(row, 'name') ?? textOrNull(row, 'ipaddress'),
          detail: detailOf(row),
        });
  return hits;
}

/** A source-NAT address goes with its network, a ROOT volume with its machine. */
function goesWithAnother(kind: ListName, row: Row): boolean {
  if (kind === 'ip-address') return readFlag(row, 'issourcenat');
  return kind === 'volume' && row['type'] === 'ROOT' && textOrNull(row, 'virtualmachineid') !== null;
}

function detailOf(row: Row): string {
  const at = textOrNull(row, 'vmname') ?? textOrNull(row, 'virtualmachineid') ?? textOrNull(row, 'volumename');
  return [textOrNull(row, 'state'), at === null ? null : `of ${at}`].filter((part) => part !== null).join(' ');
}
