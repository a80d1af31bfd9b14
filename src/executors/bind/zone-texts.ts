// The files of a zone on their machine: its master file and what that includes, read whole.
import { posix } from 'node:path';
import { providerError } from '../../base/errors.ts';
import type { Machine } from '../machine/machine.ts';
import { type Change, editingOf, type Editing } from './edit.ts';
import { INCLUDE_DEPTH_MAX, ZONE_FILES_MAX } from './limits.ts';
import { Unbalanced, type Word } from './tokens.ts';

export interface ZonePlace {
  readonly zone: string;
  readonly file: string;
  readonly directory: string;
}

export interface ZoneText {
  /** Links are followed: the file itself is what is replaced. */
  readonly path: string;
  /** Latin-1: one character a byte. */
  readonly text: string;
  readonly editing: Editing;
  /** Where each `$INCLUDE` leads. */
  readonly leads: readonly { readonly word: Word; readonly path: string }[];
}

/** The master file first. Throws what the machine throws, `zone-too-large`, `zone-not-valid`. */
export async function zoneTexts(machine: Machine, place: ZonePlace, change: Change): Promise<ZoneText[]> {
  const found = new Map<string, ZoneText>();
  const read = async (file: string, depth: number): Promise<string> => {
    const path = await machine.realPath(posix.resolve(place.directory, file));
    if (found.has(path)) return path;
    if (depth > INCLUDE_DEPTH_MAX || found.size >= ZONE_FILES_MAX) throw tooLarge(place.zone);
    const text = await machine.read(path);
    const editing = edited(text, path, change);
    const leads: { word: Word; path: string }[] = [];
    found.set(path, { path, text, editing, leads });
    for (const word of editing.includes) leads.push({ word, path: await read(word.text, depth + 1) });
    return path;
  };
  await read(place.file, 0);
  return [...found.values()];
}

/** A journal beside the master file: the server writes this zone itself. */
export async function isDynamic(machine: Machine, { directory, file }: ZonePlace): Promise<boolean> {
  return machine.exists(`${await machine.realPath(posix.resolve(directory, file))}.jnl`);
}

function edited(text: string, path: string, change: Change): Editing {
  try {
    return editingOf(text, change);
  } catch (error) {
    if (!(error instanceof Unbalanced)) throw error;
    throw providerError('zone-not-valid', `${path}: a quote or parenthesis is not closed (${error.message})`, {
      class: 'permanent',
      next: 'mend the file, then run apply again',
    });
  }
}

const tooLarge = (zone: string) =>
  providerError(
    'zone-too-large',
    `${zone} includes more than ${ZONE_FILES_MAX} files, or deeper than ${INCLUDE_DEPTH_MAX}`,
    {
      class: 'permanent',
      next: 'change this zone by hand',
    },
  );
