// `approve`: shows what will happen, wants the contract's name (or the listed approvers' signature), records it.
import { resolve } from 'node:path';
import { userError } from '../../base/errors.ts';
import { draftApproval, recordApproval } from '../../engine/approve.ts';
import { approvalJson, approvalText, approvedText } from '../../report/approval.ts';
import { openForWriting } from '../../wiring.ts';
import { isSet, listOption, textOption, wantsJson, type Given, type Verb } from '../command.ts';
import { requireConfirmed } from '../confirm.ts';
import { EXIT } from '../exit-codes.ts';
import { approvalToSign, readSigned, requireSignature, signedContract, signedDraft } from '../signature.ts';
import { withContract } from '../with-contract.ts';

export const verb: Verb = async (given, io) => {
  const { path, options } = withContract(given, io);
  const { run, close } = await openForWriting(path, 'approve', options);
  try {
    const { approvers } = run.contract.provider.approval(run.contract.content);
    const route = textOption(given, 'route');
    const planDigest = textOption(given, 'plan');
    const hours = hoursOf(textOption(given, 'hours'));
    const fresh = await draftApproval(run, {
      steps: listOption(given, 'step'),
      all: isSet(given, 'all'),
      ...(route === undefined ? {} : { route }),
      ...(planDigest === undefined ? {} : { planDigest }),
      ...(hours === undefined ? {} : { hours }),
    });
    if (isSet(given, 'print')) {
      io.out(approvalToSign(signedContract(run), fresh));
      return EXIT.ok;
    }
    const view = {
      contract: run.contract.name,
      draft: fresh,
      nowMs: run.clock.nowMs(),
      approvers: approvers.map((one) => one.name),
    };
    if (!wantsJson(given)) io.out(approvalText(view, io.style));
    const asked = `kaiyaku approve ${run.contract.name}${askedFor(given)}`;
    let draft = fresh;
    let signedBy: string | undefined;
    if (approvers.length > 0) {
      const [signed, signature] = [textOption(given, 'signed'), textOption(given, 'signature')];
      if (signed === undefined || signature === undefined)
        throw userError(
          'signature-needed',
          `${run.contract.name} lists approvers: ${approvers.map((one) => one.name).join(', ')}`,
          {
            next: `${asked} --print > approval.txt; ssh-keygen -Y sign -n kaiyaku -f KEY approval.txt; ${asked} --signed approval.txt --signature approval.txt.sig`,
            exitCode: EXIT.waitingForPerson,
          },
        );
      const text = await readSigned(resolve(io.cwd, signed));
      signedBy = await requireSignature(text, resolve(io.cwd, signature), approvers, io.signal);
      draft = signedDraft(signedContract(run), fresh, text, run.clock.nowMs());
    } else await requireConfirmed(io, run.contract.name, textOption(given, 'confirm'), asked);
    const approvalId = await recordApproval(run, draft, signedBy);
    const approved = { ...view, draft, approvalId, head: run.journal.state.head.hash };
    if (wantsJson(given)) io.out(JSON.stringify(approvalJson(approved), null, 2));
    else
      io.out(
        approvedText(
          { contract: run.contract.name, draft, approvalId, ...(signedBy === undefined ? {} : { signedBy }) },
          io.style,
        ),
      );
    return EXIT.ok;
  } finally {
    await close();
  }
};

/** What was asked to be approved, as options again: the next command must approve the same. */
function askedFor(given: Given): string {
  const named = ['route', 'plan', 'hours'].flatMap((name) => {
    const value = textOption(given, name);
    return value === undefined ? [] : [` --${name} ${value}`];
  });
  const steps = listOption(given, 'step').map((step) => ` --step ${step}`);
  return [...steps, ...(isSet(given, 'all') ? [' --all'] : []), ...named].join('');
}

function hoursOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const hours = Number(text);
  if (!(hours > 0 && hours <= 720)) throw userError('bad-number', `--hours ${text} is not a number from 0 to 720`);
  return hours;
}
