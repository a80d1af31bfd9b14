// `open`: the only command that creates a journal. Its id goes into the contract file; run again, it changes nothing.
import { contractInHand, loginName, partsOf } from '../../wiring.ts';
import { setJournal } from '../../contract/set-journal.ts';
import { openedBody } from '../../engine/open.ts';
import { printedHead } from '../../journal/anchor.ts';
import { noticeText } from '../../report/notice.ts';
import { TOOL_VERSION } from '../../version.ts';
import { wantsJson, type Verb } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { withContract } from '../with-contract.ts';

export const verb: Verb = async (given, io) => {
  const { path, options } = withContract(given, io);
  const contract = await contractInHand(path);
  const { store, todayOn } = partsOf(contract, options);
  const existed = await store.exists();
  // The contract names a journal: if that one is missing, making an empty one would forget everything (R19).
  if (!existed && contract.journalId !== undefined) await store.read();
  // A crash between the two writes leaves a journal that the contract does not name yet; opening again mends that.
  const session = existed
    ? await store.open('open', contract.journalId === undefined ? {} : { journalId: contract.journalId })
    : await store.create(
        openedBody(contract, {
          todayOn,
          toolVersion: TOOL_VERSION,
          by: options.by ?? loginName(io.env),
          ...(contract.journalId === undefined ? {} : { journalId: contract.journalId }),
        }),
        'open',
      );
  try {
    const { opened, head } = session.state;
    const journalId = opened!.journalId;
    if (contract.journalId === undefined) await setJournal(path, journalId);
    const said = { contract: contract.name, journalId, location: store.location, head: head.hash, created: !existed };
    if (wantsJson(given)) io.out(JSON.stringify(said, null, 2));
    else
      io.out(
        noticeText(
          {
            contract: contract.name,
            did: existed ? 'is open already' : 'opened',
            facts: [
              ['id', journalId],
              ['at', store.location],
              ['journal', printedHead(head)],
            ],
            remark: `The journal’s id stands in ${path} now: commit the file, and keep the journal where every run finds it.`,
            next: 'kaiyaku plan CONTRACT',
          },
          io.style,
        ),
      );
    return EXIT.ok;
  } finally {
    await session.close();
  }
};
