// `amend`: the changed contract file becomes the recorded one. A change of approvers wants the signature of one of those
// on record.
import { resolve } from 'node:path';
import { refusal, userError } from '../../base/errors.ts';
import { amend, draftAmendment, namesOf, type AmendmentDraft } from '../../engine/open.ts';
import type { Run } from '../../engine/run.ts';
import { printedHead } from '../../journal/anchor.ts';
import { noticeText } from '../../report/notice.ts';
import { openForWriting } from '../../wiring.ts';
import { isSet, textOption, wantsJson, type Given, type Verb } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { reasonOf } from '../recording.ts';
import { amendmentToSign, readSigned, requireSignature, signedContract } from '../signature.ts';
import { withContract } from '../with-contract.ts';

export const verb: Verb = async (given, io) => {
  const reason = isSet(given, 'print') ? '' : reasonOf(given);
  const { path, options } = withContract(given, io);
  const { run, close } = await openForWriting(path, 'amend', options);
  try {
    const draft = draftAmendment(run);
    if (isSet(given, 'print')) {
      io.out(amendmentToSign(signedContract(run), draft.changes));
      return EXIT.ok;
    }
    const changes = await amend(run, reason, await signerOf(given, io, run, draft));
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

/** Who signed it, where somebody has to. Throws `signature-needed` (user), R15 and R16. */
async function signerOf(
  given: Given,
  io: Io,
  run: Run,
  { changes, toBeSignedBy }: AmendmentDraft,
): Promise<string | undefined> {
  if (toBeSignedBy.length === 0) return undefined;
  const [signed, signature] = [textOption(given, 'signed'), textOption(given, 'signature')];
  const amend = `kaiyaku amend ${run.contract.name}`;
  if (signed === undefined || signature === undefined)
    throw userError('signature-needed', `the approvers change; one of those so far signs: ${namesOf(toBeSignedBy)}`, {
      next: `${amend} --print > amendment.txt; ssh-keygen -Y sign -n kaiyaku -f KEY amendment.txt; ${amend} --reason … --signed amendment.txt --signature amendment.txt.sig`,
      exitCode: EXIT.waitingForPerson,
    });
  const text = await readSigned(resolve(io.cwd, signed));
  const signer = await requireSignature(text, resolve(io.cwd, signature), toBeSignedBy, io.signal);
  if (text.trimEnd() !== amendmentToSign(signedContract(run), changes))
    throw refusal('R15', 'what was signed is not what would be recorded now', {
      next: 'print it again, read it, sign it again',
    });
  return signer;
}
