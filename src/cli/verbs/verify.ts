// `verify`: the chain, the anchor and every evidence file, read again from the disk. Needs the contract's name only.
import { join } from 'node:path';
import { parseAnchor } from '../../journal/anchor.ts';
import { verifyJournal } from '../../journal/verify.ts';
import type { Entry } from '../../journal/entry.ts';
import { historyText, verifyJson, verifyText } from '../../report/journal.ts';
import { isSet, textOption, wantsJson, type Verb } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { journalPlace } from '../journal-place.ts';

export const verb: Verb = async (given, io) => {
  const { contract, journalDir } = journalPlace(given.args[0] ?? '', textOption(given, 'journalDir'), io.cwd);
  const anchor = textOption(given, 'anchor');
  const entries: Entry[] = [];
  const result = await verifyJournal(join(journalDir, contract), {
    ...(anchor === undefined ? {} : { anchor: parseAnchor(anchor) }),
    ...(isSet(given, 'history') ? { onEntry: (entry: Entry) => void entries.push(entry) } : {}),
  });
  const view = { contract, result };
  if (wantsJson(given)) io.out(JSON.stringify(verifyJson(view), null, 2));
  else io.out(`${isSet(given, 'history') ? `${historyText(entries, io.style)}\n\n` : ''}${verifyText(view, io.style)}`);
  return result.sound ? EXIT.ok : EXIT.fault;
};
