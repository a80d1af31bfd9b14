// What is ticked and entered in the account manager, screen by screen: domains (AL2), certificates (AL3). Pure.
import { userError } from '../../src/base/errors.ts';
import { formatWithSlashes } from '../../src/calendar/civil-date.ts';
import type { RequestText } from '../../src/teardown/provider.ts';
import type { AltusContract, AltusDomain } from './contract.ts';
import { domainEndsOn } from './end-dates.ts';
import { endingDomains } from './order.ts';

type Instructions = Omit<RequestText, 'step'>;

/** Help of the provider, by kind of name and what becomes of it. */
const HELP = {
  'generic-or-cc': {
    procedure: 'http://help.ac-mgr.com/gmcloud/?topic=15&category=702#a_150769',
    flow: 'http://help.ac-mgr.com/gmcloud/?topic=15&category=660#a_151253',
  },
  jp: {
    procedure: 'http://help.ac-mgr.com/gmcloud/?topic=15&category=702#a_150768',
    flow: 'http://help.ac-mgr.com/gmcloud/?topic=15&category=660#a_151254',
  },
  abolished: 'http://help.ac-mgr.com/gmcloud/?topic=15&category=660#a_151255',
} as const;

/** AL2: one block a domain, in the order of the screens. */
export function domainInstructions(contract: AltusContract): Instructions {
  return {
    title: 'cancellation of the domains in the account manager (ドメインの解約)',
    text: endingDomains(contract)
      .map((domain) => blockOf(contract, domain))
      .join('\n\n'),
    how:
      'In the account manager, one domain after the other. Tick the [D] row of the domain only: the [P] row is the plan. An ' +
      'abolished name is gone for good, so a second person compares the ticks first. Keep the completion screen (STEP8).',
  };
}

function blockOf({ contractNumbers }: AltusContract, domain: AltusDomain): string {
  const { name, contractNumber = contractNumbers.length === 1 ? contractNumbers[0] : undefined } = domain;
  return [
    `■${name}${contractNumber === undefined ? '' : `(契約番号:${contractNumber})`}`,
    '1. アカウントマネージャー → 契約一覧 → 該当契約の「詳細」',
    '2. 「■解約の手続き」→「解約」',
    `3. チェック:☑ [D] ${name}(ほかの行、[P]の行にはチェックしない)`,
    `4. 解約後の取り扱い:${dispositionOf(domain)}`,
    `5. 解約希望日:${dateOf(domain)}`,
    '6. 内容を確認し「申込みを確定する」→ 申込み完了画面を保存',
    ...helpOf(domain),
  ].join('\n');
}

/** Without ドメイン名管理代行 the source has only the box ticked. */
function dispositionOf({ disposition, managedHere }: AltusDomain): string {
  if (!managedHere) return '選択しない(ドメイン名管理代行を利用していないため、チェックボックスのみ)';
  return disposition === 'abolish'
    ? '今後ドメイン名は利用しないので、廃止する'
    : 'ドメイン名の管理を他社へ移転し、引き続き利用する';
}

/** The form wants `2009/05/01`. */
function dateOf(domain: AltusDomain): string {
  const endsOn = domainEndsOn(domain);
  if (endsOn === undefined)
    throw userError('request-incomplete', `${domain.name}: the day of its next renewal is not known`, {
      next: 'set nextRenewalOn in the contract file: 次回更新日 of the account manager',
    });
  const day = formatWithSlashes(endsOn);
  return domain.cancel === 'term-end'
    ? `「契約満了日(次回更新日の前日)で解約」 ${day}`
    : `「指定した日付けで解約」 ${day}`;
}

function helpOf({ disposition, kind, managedHere }: AltusDomain): string[] {
  if (!managedHere) return [];
  if (disposition === 'abolish') return [`(廃止の流れ:${HELP.abolished})`];
  return [`(移転の手続き:${HELP[kind].procedure}`, ` 移転の流れ:${HELP[kind].flow})`];
}

const ISSUERS = { gmo: 'GMOクラウド', globalsign: 'GlobalSign', 'third-party': '他社' } as const;

/** AL3: a list to tick; only others are asked. */
export function certificateInstructions({ certificates }: AltusContract): Instructions {
  return {
    title: 'certificates (SSL)',
    text: certificates
      .map(({ commonName, issuer, expiresOn }) => {
        const what =
          issuer === 'gmo' ? '解約手続き不要。次回更新を行わない' : '証明書発行機関へ、解約手続きの要否を問い合わせる';
        return `□ ${commonName}(${ISSUERS[issuer]}、有効期限 ${formatWithSlashes(expiresOn)}):${what}`;
      })
      .join('\n'),
    how:
      'Certificates bought from the provider need no cancellation. Look for rows of certificates in the account manager all ' +
      'the same: whether they are renewed by themselves is not said. Ask the issuers of the others.',
  };
}
