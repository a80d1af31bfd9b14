// Where an object of the contract is now: under its id, under a renewed id, as something else, or proven absent (J5).
// Every doubt is thrown; the executor turns it into `unknown`. It must never call an object absent on a 404 alone.
import type { JsonObject } from '../../base/canonical-json.ts';
import { type KaiyakuError, providerError } from '../../base/errors.ts';
import type { Found as AnyFound, There } from '../common/found.ts';
import type { Difference } from '../port.ts';
import { differs, idOf, nameOf, type ObjectKind, previousIdTag, rowsOf, type Seen } from './kinds/kind.ts';
import type { Look } from './look.ts';
import { badResponse, readTags, type Row } from './shapes.ts';

/** `facts` have `renewedId` when its id is not the contract's. */
interface ThereNow extends There {
  /** The id and zone it has now. */
  readonly id: string;
  readonly zone: string;
  readonly row: Row;
}

export type Found = ThereNow | Exclude<AnyFound, There>;

/** One pass. Throws `provider` errors and refusal `R06`; see also `still-listed` and `ambiguous-renewal` below. */
export async function findObject(kind: ObjectKind, target: Seen, look: Look): Promise<Found> {
  const { id, zone } = target;
  const row = await readObject(kind, zone, id, look);
  if (row !== null) return describe(kind, target, { zone, row }, look);

  const proof = [...(await look.requireSight()), `${kind.kind} ${id} reads 404 not_found in ${zone}`];
  const listed = await readLists(kind, target, look);
  const renewed = only(kind, target, listed.renewed);
  if (renewed !== undefined) return followRenewal(kind, target, renewed, look);
  const traces = (await kind.traces?.(target, look)) ?? { hits: [], contradictions: [], proof: [] };
  const contradictions = [...listed.contradictions, ...traces.contradictions];
  if (contradictions.length > 0) throw stillListed(kind, target, contradictions);
  const hit = [...listed.sameName, ...traces.hits][0];
  if (hit !== undefined) return describe(kind, target, hit, look, differs('id', id, `${idOf(hit.row)}, by ${hit.by}`));
  return { is: 'absent', proof: [...proof, ...listed.proof, ...traces.proof] };
}

/** The object under exactly this id; null for the API's own 404. */
async function readObject(kind: ObjectKind, zone: string, id: string, look: Look): Promise<Row | null> {
  const row = await look.read(zone, `${kind.path}/${encodeURIComponent(id)}`, kind.one);
  if (row !== null && idOf(row) !== id) throw badResponse(`${kind.kind} ${id} was asked for, ${idOf(row)} came`);
  return row;
}

type Hit = { readonly zone: string; readonly row: Row; readonly by: string };

/** What the lists of every contract zone say about the id, the tag of a renewal, and the name. */
async function readLists(kind: ObjectKind, { id, expect }: Seen, look: Look) {
  const tag = previousIdTag(id);
  const renewed: Hit[] = [];
  const sameName: Hit[] = [];
  const contradictions: string[] = [];
  const proof: string[] = [];
  for (const zone of look.zones) {
    const rows = await rowsOf(kind, zone, look);
    for (const row of rows) {
      if (idOf(row) === id) contradictions.push(`the list of ${zone} has it`);
      else if (readTags(row).includes(tag)) renewed.push({ zone, row, by: tag });
      else if (nameOfItsOwn(kind, row) === expect.name && !expect.ownIds?.includes(idOf(row)))
        sameName.push({ zone, row, by: `name ${expect.name}` });
    }
    const named = kind.named && expect.name !== undefined ? ` or name "${expect.name}"` : '';
    proof.push(`${zone}: of ${rows.length} listed as ${kind.kind} none has its id, tag ${tag}${named}`);
  }
  return { renewed, sameName, contradictions, proof };
}

/** Null where the kind has no names, or the row's name is another object's; never equal to an expected name. */
function nameOfItsOwn(kind: ObjectKind, row: Row): string | null {
  return kind.named && kind.borrowsName?.(row) !== true ? nameOf(row) : null;
}

/** Two objects that both claim to be the renewed one cannot be told apart here. */
function only(kind: ObjectKind, { id }: Seen, hits: readonly Hit[]): Hit | undefined {
  if (hits.length <= 1) return hits[0];
  throw providerError('ambiguous-renewal', `${hits.length} objects carry ${previousIdTag(id)}`, {
    class: 'permanent',
    why: 'a copied tag looks like a renewed id',
    next: `take the tag off every ${kind.kind} that is not the renewed one`,
    facts: { ids: hits.map((hit) => idOf(hit.row)) },
  });
}

async function followRenewal(kind: ObjectKind, target: Seen, hit: Hit, look: Look): Promise<Found> {
  const id = idOf(hit.row);
  const row = await readObject(kind, hit.zone, id, look);
  if (row === null) throw stillListed(kind, { ...target, id }, [`the list of ${hit.zone} has it`]);
  return describe(kind, target, { zone: hit.zone, row }, look);
}

/** What this row is, held against what the contract expects of it. */
export async function describe(
  kind: ObjectKind,
  { id: askedId, expect }: Seen,
  { zone, row }: { zone: string; row: Row },
  look: Look,
  ...known: Difference[]
): Promise<Found> {
  const id = idOf(row);
  const facts = await kind.facts(row, zone, look, expect);
  const differences = [...known];
  if (kind.includes?.(row) === false)
    differences.push(differs('kind', kind.kind, 'another kind, or not the account’s'));
  if (kind.named && expect.name !== undefined && nameOf(row) !== expect.name)
    differences.push(differs('name', expect.name, nameOf(row)));
  differences.push(...(await kind.differences(facts, expect, zone, look)));
  const renewed: JsonObject = id !== askedId && known.length === 0 ? { renewedId: id } : {};
  return { is: 'there', id, zone, row, facts: { ...facts, ...renewed }, differences };
}

/** The API contradicts itself; it does so for a while after a change. */
function stillListed(kind: ObjectKind, { id }: Seen, contradictions: readonly string[]): KaiyakuError {
  return providerError('still-listed', `${kind.kind} ${id} reads 404, but ${contradictions.join('; ')}`, {
    class: 'retry',
    why: 'one of the two readings is old, and nobody can tell which',
    next: 'look again in a minute',
    facts: { contradictions },
  });
}
