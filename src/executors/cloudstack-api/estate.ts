// What in the account bears the names that a contract knows: machines by name, addresses by themselves, and the data
// volumes and snapshots of such machines. It lists all that fits and never chooses: two of one name are shown as two.
import type { JsonObject } from '../../base/canonical-json.ts';
import type { Target } from '../port.ts';
import { expectOf } from './kinds.ts';
import type { Look } from './look.ts';
import { rulesOf } from './rules.ts';
import { readFlag, readId, readText, type Row, textOrNull } from './shapes.ts';

/** Facts of an `estate` target (`command.ts`). Throws as `findObject`. */
export async function findEstate(target: Target, look: Look): Promise<JsonObject> {
  const { names = [], addresses = [], ids = [] } = expectOf(target);
  const { seesDestroyed } = await look.account();
  const machines = (await look.all('vm')).filter((row) => names.includes(textOrNull(row, 'name') ?? ''));
  const rows = (await look.all('ip-address')).filter((row) => addresses.includes(readText(row, 'ipaddress')));
  const storage = (await storageOf(names, machines, look)).filter(({ id }) => !ids.includes(id));
  return {
    seesDestroyed,
    machines: machines.map(machineFacts),
    addresses: await Promise.all(rows.map((row) => addressFacts(row, look))),
    storage,
    hits: [
      ...machines.map((row) => hit('vm', row, textOrNull(row, 'name'), textOrNull(row, 'state'))),
      ...rows.map((row) => hit('ip-address', row, textOrNull(row, 'ipaddress'), textOrNull(row, 'state'))),
      ...storage,
    ],
  };
}

const machineFacts = (row: Row): JsonObject => ({
  id: readId(row, 'id'),
  name: readText(row, 'name'),
  state: readText(row, 'state'),
  deleteProtected: readFlag(row, 'deleteprotection'),
});

interface Hit extends JsonObject {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly detail: string;
}

const hit = (kind: string, row: Row, name: string | null, detail: string | null): Hit => ({
  kind,
  id: readId(row, 'id'),
  name: name ?? '',
  detail: detail ?? '',
});

async function addressFacts(row: Row, look: Look): Promise<JsonObject> {
  const id = readId(row, 'id');
  return {
    id,
    address: readText(row, 'ipaddress'),
    sourceNat: readFlag(row, 'issourcenat'),
    system: readFlag(row, 'issystem'),
    portable: readFlag(row, 'isportable'),
    rules: [...(await rulesOf(id, look))],
  };
}

/** A ROOT volume goes with its machine and is no item of its own; its snapshots are. */
async function storageOf(names: readonly string[], machines: readonly Row[], look: Look): Promise<Hit[]> {
  const machineIds = new Set(machines.map((row) => readId(row, 'id')));
  const isTheirs = (row: Row): boolean =>
    machineIds.has(textOrNull(row, 'virtualmachineid') ?? '') || isNamedAfter(names, textOrNull(row, 'name'));
  const volumes = (await look.all('volume')).filter(isTheirs);
  const volumeIds = new Set(volumes.map((row) => readId(row, 'id')));
  const snapshots = (await look.all('snapshot')).filter(
    (row) => volumeIds.has(textOrNull(row, 'volumeid') ?? '') || isNamedAfter(names, textOrNull(row, 'name')),
  );
  return [
    ...volumes.filter((row) => row['type'] !== 'ROOT').map((row) => item('volume', row)),
    ...snapshots.map((row) => item('snapshot', row)),
  ];
}

function item(kind: 'volume' | 'snapshot', row: Row): Hit {
  const at = textOrNull(row, 'vmname') ?? textOrNull(row, 'virtualmachineid') ?? textOrNull(row, 'volumeid');
  return hit(kind, row, textOrNull(row, 'name'), at === null ? textOrNull(row, 'state') : `of ${at}`);
}

/** `KLS-0001-data` and the API's own `KLS-0001_ROOT-1_2026…` are of `KLS-0001`; `KLS-00012` is not. */
function isNamedAfter(names: readonly string[], name: string | null): boolean {
  return (
    name !== null &&
    names.some((one) => name === one || (name.startsWith(one) && /^[^\p{L}\p{N}]/u.test(name.slice(one.length))))
  );
}
