// The verbs that append one entry and say so: they differ in the entry only.
import { userError } from '../base/errors.ts';
import { printedHead } from '../journal/anchor.ts';
import type { NewEntry } from '../journal/entry.ts';
import { noticeText } from '../report/notice.ts';
import { openForWriting, type Opened } from '../wiring.ts';
import { textOption, wantsJson, type Given } from './command.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';

import { withContract } from './with-contract.ts';

/** Opens for writing, appends what `entryOf` returns, prints one line. */
export async function recordOne(
  given: Given,
  io: Io,
  command: string,
  entryOf: (opened: Opened) => NewEntry | Promise<NewEntry>,
  happened: string,
): Promise<number> {
  const { path, options } = withContract(given, io);
  const opened = await openForWriting(path, command, options);
  try {
    const entry = await opened.run.journal.append(await entryOf(opened));
    const { name } = opened.run.contract;
    if (wantsJson(given)) io.out(JSON.stringify({ contract: name, entry }, null, 2));
    else
      io.out(
        noticeText(
          {
            contract: name,
            did: happened,
            facts: [
              ['entry', String(entry.seq)],
              ['journal', printedHead(opened.run.journal.state.head)],
            ],
            next: 'kaiyaku plan CONTRACT',
          },
          io.style,
        ),
      );
    return EXIT.ok;
  } finally {
    await opened.close();
  }
}

/** `--reason`, which no decision goes without. */
export function reasonOf(given: Given): string {
  const reason = textOption(given, 'reason')?.trim() ?? '';
  if (reason === '') throw userError('reason-needed', 'give --reason: the journal keeps why, not only what');
  return reason;
}
