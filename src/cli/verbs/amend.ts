// `amend`: the changed contract file becomes the recorded one.
import { amend } from '../../engine/open.ts';
import { printedHead } from '../../journal/anchor.ts';
import { noticeText } from '../../report/notice.ts';
import { openForWriting } from '../../wiring.ts';
import { wantsJson, type Verb } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { reasonOf } from '../recording.ts';
import { withContract } from '../with-contract.ts';

export const verb: Verb = async (given, io) => {
  const reason = reasonOf(given);
  const { path, options } = withContract(given, io);
  const { run, close } = await openForWriting(path, 'amend', options);
  try {
    const changes = await amend(run, reason);
    const { name } = run.contract;
    if (wantsJson(given)) io.out(JSON.stringify({ contract: name, changes }, null, 2));
    else
      io.out(
        noticeText(
          {
            contract: name,
            did: 'amended',
            facts: [
              ...changes.map((change) => ['changed', change] as const),
              ['journal', printedHead(run.journal.state.head)],
            ],
            remark: 'Approvals given before are void.',
            next: 'kaiyaku plan CONTRACT',
          },
          io.style,
        ),
      );
    return EXIT.ok;
  } finally {
    await close();
  }
};
