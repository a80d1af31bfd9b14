// The move itself, inside the time in which both plans run (FX6), and the proof that the old one is cancelled (FX5).
// Persons' steps all of them: there is no interface to the control panel, and the provider moves nothing. Where the contract
// names its name servers, the switch and its end are seen there.
import { addDays } from '../../src/calendar/civil-date.ts';
import { backUpBy } from '../../src/teardown/backups.ts';
import { type EvidenceField, step, type Step } from '../../src/teardown/step.ts';
import { linkedDomains } from './contract.ts';
import { citeRule } from './explain.ts';
import type { Context } from './context.ts';
import { exportsOf, settledProof, switchProof } from './zone-proof.ts';

const date = (name: string, what: string): EvidenceField => ({ name, kind: 'date', required: true, what });
const file = (what: string, required = true): EvidenceField => ({ name: 'file', kind: 'file', required, what });

/** Asked for only where something is not as the rules say. */
const explanation = (what: string): EvidenceField => ({ name: 'explanation', kind: 'text', required: true, what });

const NO_LINK = 'no zone is linked to a contract: 契約で使用済み shows N/A, or the zone lies elsewhere (FX7)';

export function unlinkZones({ contract, terms }: Context): Step {
  return step({
    id: 'unlink-zones',
    title: 'have linked zones unlinked by support (ホスティング契約紐づけなし)',
    actor: 'customer',
    after: [],
    window: terms.teardownWindow ?? {},
    evidence: [
      date('sentOn', 'day the request was sent'),
      date('unlinkedOn', 'day on which 契約で使用済み showed N/A for every zone'),
      file('the control panel, showing N/A'),
    ],
    ...(linkedDomains(contract).length === 0 ? { notNeeded: NO_LINK } : {}),
    citation: citeRule('FX7'),
  });
}

export const backUp = (context: Context): Step =>
  backUpBy(context.contract.backup, { untilStep: 'move-data' }, backUpByPerson(context));

function backUpByPerson({ terms }: Context): Step {
  return step({
    id: 'back-up',
    title: 'back up data, databases, mail and zones of the old server',
    actor: 'customer',
    after: [],
    window: terms.teardownWindow ?? {},
    evidence: [
      date('backedUpOn', 'day of the backup'),
      date('restoredOn', 'day on which something of it was read back'),
      file('list of what was backed up, with the copies of the zones'),
    ],
    citation: citeRule('FX7', {
      section: 'IPアドレスの切り替え方法',
      quote: '編集前の内容のバックアップをとっておきます。',
    }),
  });
}

export function moveData({ terms }: Context): Step {
  return step({
    id: 'move-data',
    title: 'move data, databases and mailboxes to the new server',
    actor: 'customer',
    after: [],
    window: terms.teardownWindow ?? {},
    evidence: [date('movedOn', 'day on which everything lay on the new server'), file('what was compared', false)],
    citation: citeRule('FX6', {
      section: 'データ移行はサポートで対応してもらえますか',
      quote: 'データ移行についてはお客様にて行ってください。',
    }),
  });
}

export function switchDns({ contract, terms, discovered }: Context): Step {
  return step({
    id: 'switch-dns',
    title: 'replace the old address row by row in every zone',
    actor: 'customer',
    after: [],
    window: terms.teardownWindow ?? {},
    looks: exportsOf(contract),
    evidence: [date('switchedOn', 'day on which the last row was saved'), file('every zone before and after')],
    probes: switchProof(contract, discovered),
    citation: citeRule('FX7', {
      section: 'IPアドレスの切り替え方法',
      quote:
        '旧サーバーのIPアドレスになっている行をひとつずつクリックし、「編集」をクリックし、新サーバーのIPアドレスに置き換え保存しておきます',
    }),
  });
}

/** So long nothing reached the old server before it is given up (72 hours). */
const QUIET_DAYS = 3;

export function verify({ contract, terms, facts, discovered }: Context): Step {
  const { verifiedOn, lastUsedOn } = facts;
  const busy = verifiedOn !== undefined && lastUsedOn !== undefined && addDays(lastUsedOn, QUIET_DAYS) > verifiedOn;
  return step({
    id: 'verify',
    title: 'verify that nothing asks the old server any more',
    actor: 'customer',
    after: [],
    window: terms.teardownWindow ?? {},
    evidence: [
      date('verifiedOn', 'day on which every name was seen to answer with the new address'),
      { ...date('lastUsedOn', 'last day on which a visitor or mail still reached the old server'), required: false },
      ...(busy
        ? [explanation(`fewer than ${QUIET_DAYS} quiet days lie before it: who still used the old server`)]
        : []),
      file('answers of the authoritative name servers, tests of web and mail'),
    ],
    probes: settledProof(contract, discovered),
    citation: citeRule('FX6'),
  });
}

/** FX5: the provider issues it; that it is there is seen in the control panel. */
export function oldPlanCancelled({ contract, terms }: Context): Step {
  const untilOn = contract.oldPlan.endsOn ?? terms.endsOn;
  return step({
    id: 'old-plan-cancelled',
    title: 'see that the provider has issued the old plan’s cancellation (解約リクエスト)',
    actor: 'provider',
    after: [],
    window: untilOn === undefined ? {} : { untilOn, why: 'FX5: after it the old plan renews' },
    lateRule: 'FX5',
    evidence: [
      date('cancelledOn', 'day on which the cancellation was seen'),
      file('the control panel or the mail that shows the cancellation'),
    ],
    citation: citeRule('FX5', { section: '1-5', quote: '旧プランについては当社で解約リクエストを発行します。' }),
  });
}

/** Not before the old plan's end: what ends and what is billed is seen only then. */
export function close({ terms }: Context): Step {
  const goneFrom = terms.endsOn === undefined ? undefined : addDays(terms.endsOn, 1);
  return step({
    id: 'close',
    title: 'close: the new plan runs, the old one is ended and billed no more',
    actor: 'customer',
    after: [],
    window: goneFrom === undefined ? {} : { fromOn: goneFrom, why: `the old plan ends on ${terms.endsOn}` },
    evidence: [
      {
        ...date('closedOn', 'day on which the old plan was seen to be ended'),
        ...(goneFrom === undefined ? {} : { notBefore: goneFrom }),
      },
      file('the contract list of the control panel', false),
    ],
    citation: citeRule('FX5'),
  });
}
