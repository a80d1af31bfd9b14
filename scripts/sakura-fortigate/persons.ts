// What the customer does: the application, and filing the licence notice. Archive-only products have neither (SF3).
import { step, type Step } from '../../src/teardown/step.ts';
import { cite } from './citation.ts';
import type { Context } from './context.ts';

const NO_APPLICATION = 'archive-only products have no application: deleting the disk is the cancellation (SF3)';

/** SF4, SF5: taken in business hours, cannot be withdrawn. */
export function applyForCancellation({ contract, terms }: Context): Step {
  const window = terms.applicationWindow;
  return step({
    id: 'apply-for-cancellation',
    title: 'apply for the cancellation by the member menu',
    actor: 'customer',
    after: [],
    irreversible: true,
    guards: ['R02'],
    window:
      window === undefined
        ? {}
        : { fromOn: window.applyFromOn, untilOn: window.applyLatestOn, why: 'SF1/SF2: acceptance decides the month' },
    evidence: [
      { name: 'sentOn', kind: 'date', required: true, what: 'day the application was sent' },
      { name: 'acceptedOn', kind: 'date', required: false, what: 'day the provider accepted it, where they say so' },
      { name: 'file', kind: 'file', required: false, what: 'copy of the application or of their reply' },
    ],
    ...(contract.plan === 'archive-only' ? { notNeeded: NO_APPLICATION } : {}),
    citation: cite('3', '解約のお申し込みは、当社サポート窓口へお申し出ください'),
  });
}

/** SF7: the notice's end date is the legal one. */
export function fileLicenceNotice({ contract }: Context): Step {
  return step({
    id: 'file-licence-notice',
    title: 'file the licence notice (ライセンス通知書)',
    actor: 'customer',
    after: ['apply-for-cancellation'],
    evidence: [
      { name: 'endsOn', kind: 'date', required: true, what: 'the end date that the notice states' },
      { name: 'receivedOn', kind: 'date', required: false, what: 'date of the mail with the file-share URL' },
      { name: 'acceptedOn', kind: 'date', required: false, what: 'day of acceptance, where the notice states it' },
      { name: 'file', kind: 'file', required: true, what: 'the notice itself' },
    ],
    ...(contract.plan === 'archive-only' ? { notNeeded: NO_APPLICATION } : {}),
    citation: cite('3.6', '解約の受理後、解約日が記載されたライセンス通知書が発行されます'),
  });
}
