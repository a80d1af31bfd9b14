// Options that several commands have, described once.
import { resolve } from 'node:path';
import { textOption, type Given, type OptionRecord } from './command.ts';

export const FORMAT: OptionRecord = {
  flags: '--format <format>',
  what: 'text for people, json for machines',
  choices: ['text', 'json'],
  default: 'text',
};
export const JOURNAL: OptionRecord = {
  flags: '--journal-dir <dir>',
  what: 'where the journals are (default: .kaiyaku beside the contract file)',
};
export const TODAY: OptionRecord = {
  flags: '--today <date>',
  what: 'reason as if it were this day; for planning only',
};
export const REASON: OptionRecord = { flags: '--reason <text>', what: 'why; recorded in the journal' };
export const BY: OptionRecord = {
  flags: '--by <name>',
  what: 'who does this (default: the login name); recorded in the journal',
};
export const ANCHOR: OptionRecord = {
  flags: '--anchor <seq:hash>',
  what: 'a head that the journal must contain, known from elsewhere',
};
/** For what an approver of the contract signs. */
export const SIGNED: readonly OptionRecord[] = [
  { flags: '--print', what: 'print the text to be signed, where the contract lists approvers' },
  { flags: '--signed <file>', what: 'the text that was signed' },
  { flags: '--signature <file>', what: 'its signature (ssh-keygen -Y sign -n kaiyaku)' },
];
export const VERBOSE: OptionRecord = { flags: '--verbose', what: 'show every effect of every step' };
/** What `check` can print. */
export const CHECK_FORMATS = ['text', 'json', 'junit', 'sarif', 'github', 'markdown'] as const;
export type CheckFormat = (typeof CHECK_FORMATS)[number];

/** `--journal-dir`, absolute; undefined: beside each contract file. */
export function journalDirOption(given: Given, cwd: string): string | undefined {
  const journalDir = textOption(given, 'journalDir');
  return journalDir === undefined ? undefined : resolve(cwd, journalDir);
}
