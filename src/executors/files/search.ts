// The search for listed licences and for copies of them, by content. It changes nothing, and it either saw everything
// it was asked about or throws.
import { extname, resolve } from 'node:path';
import type { JsonObject } from '../../base/canonical-json.ts';
import type { LicenceSearchExpect } from './command.ts';
import { expand, type NamedPath, spell } from './expand.ts';
import { identityOf, look } from './look.ts';
import { scanFile, type SearchBudget } from './scan.ts';
import { walk } from './walk.ts';

interface Findings {
  readonly listed: NamedPath[];
  readonly copies: string[];
  readonly unopened: string[];
  readonly notLicences: string[];
  readonly notFollowed: string[];
  /** Names found of each listed content, and how many it has. */
  readonly names: Map<string, { readonly name: string; readonly links: number; found: number }>;
  skippedByExtension: number;
}

/** Facts as `command.ts` describes them. Throws provider errors (`file-unreadable`, `file-changed`, `search-limit`). */
export async function searchLicences(
  expect: LicenceSearchExpect,
  baseDir: string,
  budget: SearchBudget,
): Promise<JsonObject> {
  const found: Findings = {
    listed: [],
    copies: [],
    unopened: [],
    notLicences: [],
    notFollowed: [],
    names: new Map(),
    skippedByExtension: 0,
  };
  const patterns = await expand(expect.patterns, baseDir);
  for (const named of patterns) await lookAtListed(named, found, budget);
  const seen = new Set(patterns.map(({ path }) => path));
  for (const folder of expect.folders) await searchFolder(folder, baseDir, expect.extensions, { found, seen, budget });
  // A content with more names than were found lies somewhere else as well.
  for (const { name, links, found: foundNames } of found.names.values())
    if (links > foundNames) found.copies.push(`${name} (hard link, ${links - foundNames} more)`);
  return factsOf(found, expect.ignore ?? [], budget);
}

async function lookAtListed(named: NamedPath, found: Findings, budget: SearchBudget): Promise<void> {
  budget.takeFile(named.path);
  const seen = await look(named.path);
  if (seen.is === 'nothing') return;
  if (seen.is === 'file' && seen.isLicence) {
    found.listed.push(named);
    countName(found, seen.identity, named.name, seen.links);
    return;
  }
  if (seen.is === 'other' && seen.kind === 'a folder') {
    found.notLicences.push(named.name);
    return;
  }
  if (!(await scanInto(named, found, budget))) found.notLicences.push(named.name);
}

interface Search {
  readonly found: Findings;
  readonly seen: Set<string>;
  readonly budget: SearchBudget;
}

async function searchFolder(
  folder: string,
  baseDir: string,
  extensions: readonly string[] | undefined,
  { found, seen, budget }: Search,
): Promise<void> {
  for await (const walked of walk(resolve(baseDir, folder), budget)) {
    if (seen.has(walked.path)) continue;
    seen.add(walked.path);
    const named = { path: walked.path, name: spell(walked.path, baseDir, folder) };
    if (walked.is === 'not-followed') found.notFollowed.push(named.name);
    // A link to a listed licence goes with it.
    else if (walked.is === 'link' && found.names.has(identityOf(walked.to))) continue;
    else if (extensions !== undefined && !extensions.includes(extname(walked.path))) found.skippedByExtension += 1;
    else await scanInto(named, found, budget);
  }
}

/** True when it was filed as a copy. */
async function scanInto(named: NamedPath, found: Findings, budget: SearchBudget): Promise<boolean> {
  const scan = await scanFile(named.path, budget);
  if (scan === 'holds-none') return false;
  found.copies.push(named.name);
  if (scan === 'closed') found.unopened.push(named.name);
  else await countCopy(named, found);
  return true;
}

async function countCopy(named: NamedPath, found: Findings): Promise<void> {
  const seen = await look(named.path);
  if (seen.is === 'file' && found.names.has(seen.identity)) countName(found, seen.identity, named.name, seen.links);
}

function countName(found: Findings, identity: string, name: string, links: number): void {
  const known = found.names.get(identity) ?? { name, links, found: 0 };
  known.found += 1;
  found.names.set(identity, known);
}

function factsOf(found: Findings, ignore: readonly string[], budget: SearchBudget): JsonObject {
  const ignored = (name: string) =>
    ignore.some((about) => about === name || (about.endsWith('/') && name.startsWith(about)));
  return {
    listed: found.listed.map(({ name }) => name),
    copies: found.copies.filter((name) => !ignored(name)),
    unopened: found.unopened.filter((name) => !ignored(name)),
    ignored: found.copies.filter(ignored),
    notLicences: found.notLicences,
    notFollowed: found.notFollowed,
    skippedByExtension: found.skippedByExtension,
    files: budget.files,
    bytes: budget.bytes,
  };
}
