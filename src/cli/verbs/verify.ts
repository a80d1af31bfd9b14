// `verify`: the chain, the anchor and every evidence file, read again from the disk. Needs the contract's name only.
import { basename, dirname, join, resolve } from 'node:path';
import { parseAnchor } from '../../journal/anchor.ts';
import { verifyJournal } from '../../journal/verify.ts';
import type { Entry } from '../../journal/entry.ts';
import { historyText, verifyJson, verifyText } from '../../report/journal.ts';
import { isSet, textOption, wantsJson, type Verb } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

const DEFAULT_JOURNAL_FOLDER = '.kaiyaku';

export const verb: Verb = async (given, io) => {
  const word = given.args[0] ?? '';
  const contract = basename(word).replace(/\.ya?ml$/, '');
  const journalDir = textOption(given, 'journalDir') ?? join(dirname(resolve(io.cwd, word)), DEFAULT_JOURNAL_FOLDER);
  const anchor = textOption(given, 'anchor');
  const entries: Entry[] = [];
  const result = await verifyJournal(join(resolve(io.cwd, journalDir), contract), {
    ...(anchor === undefined ? {} : { anchor: parseAnchor(anchor) }),
    ...(isSet(given, 'history') ? { onEntry: (entry: Entry) => void entries.push(entry) } : {}),
  });
  const view = { contract, result };
  if (wantsJson(given)) io.out(JSON.stringify(verifyJson(view), null, 2));
  else io.out(`${isSet(given, 'history') ? `${historyText(entries, io.style)}\n\n` : ''}${verifyText(view, io.style)}`);
  return result.sound ? EXIT.ok : EXIT.fault;
};
