// A zone leaves its name server: its statement goes out of named.conf, proven by named-checkconf's reading of before and after, the
// server is told, and then its files go. All of them are evidence.
import { posix } from 'node:path';
import type { JsonObject } from '../../base/canonical-json.ts';
import { providerError } from '../../base/errors.ts';
import { changing, told } from '../machine/change-notes.ts';
import { type Edited, keepBefore, tell, writeAll } from '../machine/change-files.ts';
import type { Machine } from '../machine/machine.ts';
import type { ActContext, EvidenceRef, Receipt } from '../port.ts';
import { byHand, canonicalConfig, configTexts, withoutZone } from './configuration.ts';
import { RELOAD_TIMEOUT_MS } from './limits.ts';
import type { ZonePlace } from './zone-texts.ts';

export interface ConfiguredZone extends ZonePlace {
  readonly config: string;
}

export async function configuredFacts(machine: Machine, zone: ConfiguredZone): Promise<JsonObject> {
  const statements = (await configTexts(machine, zone.config)).flatMap((one) => one.statements);
  const own = statements.filter(({ kind, name }) => kind === 'zone' && name === zone.zone);
  return { statements: own.length, fileThere: await machine.exists(fileOf(zone)) };
}

const fileOf = ({ directory, file }: ZonePlace): string => posix.resolve(directory, file);

/** Throws provider errors with their class; after one that is `permanent` nothing is changed. */
export async function removeZone(
  machine: Machine,
  zone: ConfiguredZone,
  reconfig: readonly string[],
  ctx: ActContext,
): Promise<Receipt> {
  const { edits, wanted } = await provenRemoval(machine, zone);
  const evidence = [...(await keepBefore(edits, ctx)), ...(await keepZone(machine, zone, ctx))];
  const facts = { files: edits.map(({ path }) => path), zoneFile: fileOf(zone) };
  await ctx.note(changing(facts));
  await writeAll(machine, edits, ctx, async () => {
    if ((await canonicalConfig(machine, zone.config)).join('\n') === wanted.join('\n')) return;
    throw providerError('edit-not-proven', `without ${zone.zone} the configuration would mean something else`, {
      class: 'permanent',
      next: 'take the zone out of the configuration by hand, then run apply again',
    });
  });
  ctx.fault();
  ctx.progress(`telling named that ${zone.zone} is gone`);
  await tell(machine, edits, { argv: reconfig, timeoutMs: RELOAD_TIMEOUT_MS, server: 'named' });
  await ctx.note(told(true));
  for (const path of filesOf(zone)) if (await machine.exists(path)) await machine.remove(path);
  return { facts: { ...facts, reloaded: true }, evidence };
}

async function provenRemoval(machine: Machine, zone: ConfiguredZone): Promise<{ edits: Edited[]; wanted: string[] }> {
  const texts = await configTexts(machine, zone.config);
  const before = await canonicalConfig(machine, zone.config);
  const own = texts.flatMap(({ path, text, statements }) =>
    statements.filter(({ kind, name }) => kind === 'zone' && name === zone.zone).map((one) => ({ path, text, ...one })),
  );
  const [statement, ...others] = own;
  const wanted = statement === undefined ? before : withoutZone(before, zone.zone);
  if (others.length > 0 || wanted === undefined)
    throw byHand(`${zone.zone} stands in the configuration more than once`);
  const shared = wanted.some((line) => [zone.file, fileOf(zone)].some((file) => line.includes(`file "${file}"`)));
  if (shared) throw byHand(`another zone is read from ${zone.file} as well`);
  if (statement === undefined) return { edits: [], wanted };
  const { path, text, start, end } = statement;
  return { edits: [{ path, before: text, after: text.slice(0, start) + text.slice(end) }], wanted };
}

/** Its journal goes with it: a server that reads the name again must not find half of it. */
const filesOf = (zone: ZonePlace): string[] => [`${fileOf(zone)}.jnl`, fileOf(zone)];

async function keepZone(machine: Machine, zone: ZonePlace, ctx: ActContext): Promise<EvidenceRef[]> {
  const path = fileOf(zone);
  if (!(await machine.exists(path))) return [];
  return [await ctx.evidence.put(`zone${path.replaceAll('/', '-')}`, Buffer.from(await machine.read(path), 'latin1'))];
}
