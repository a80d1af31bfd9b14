// What the customer sends to the provider, ready to paste: the application (SF5), its bulk form (SF11), and what to do
// when the licence notice comes (SF7). Pure functions of the contract; refuses what is missing, and sends nothing.
import { userError } from '../../src/base/errors.ts';
import type { RequestText } from '../../src/teardown/provider.ts';
import type { SakuraFortigateContract } from './contract.ts';
import { licencePlaces } from './licence-files.ts';
import { NOTICE_DOWNLOADS_MAX, NOTICE_URL_DAYS } from './terms.ts';

type Contract = Pick<
  SakuraFortigateContract,
  'plan' | 'projectId' | 'resourceId' | 'serviceName' | 'planName' | 'services' | 'licenceFiles' | 'backup'
>;

/** The mail form of the member menu: サポート → お問い合わせ → メールでのお問い合わせ. */
export const CONTACT_FORM = 'https://help.sakura.ad.jp/contact/#mail';
/** The bulk form is for dozens of services (数十件以上); fewer are named in the template. */
export const BULK_SERVICES_MIN = 20;

const WAY =
  `member menu (会員メニュー): サポート → お問い合わせ → メールでのお問い合わせ, ${CONTACT_FORM}; ` +
  'in business hours. It cannot be withdrawn.';

/** The fields of the form, label and value, in its order (3.2, 3.3). 任意 fields are left to the customer. */
export const FORM_FIELDS: readonly (readonly [label: string, value: string])[] = [
  ['サービス名称', 'その他'],
  ['サーバー名/ドメイン名/IPアドレス/サービスコード', '(任意)'],
  ['お問い合わせの種類', '解約手続き'],
  ['お問い合わせ区分', 'その他/わからない/当てはまらない'],
  ['お問い合わせ件名', '解約手続き'],
];

/**
 * The request of one person's step. `apply-for-cancellation` knows the forms `template` and `bulk` (SF11).
 * Throws `request-not-needed`, `request-unknown` and `request-incomplete`.
 */
export function requestText(contract: Contract, step: string, form = 'template'): RequestText {
  switch (step) {
    case 'apply-for-cancellation':
      requireApplication(contract);
      if (form === 'template') return application(contract);
      if (form === 'bulk') return bulkApplication(contract);
      throw userError('request-unknown', `there is no form "${form}" of the application`, {
        next: 'forms: template, bulk',
      });
    case 'file-licence-notice':
      requireApplication(contract);
      return noticeInstructions();
    case 'back-up-by-person':
      return backUpInstructions(contract);
    case 'reset-fortigate-by-person':
      return resetInstructions(contract);
    case 'delete-licence-copies-behind':
      return licenceInstructions(step, licencePlaces(contract, 'behind-a-fortigate'));
    case 'delete-licence-copies':
      return licenceInstructions(step, licencePlaces(contract, 'elsewhere'));
    default:
      throw userError('request-unknown', `there is no request text for the step "${step}"`, {
        next: `steps: ${PERSONS_STEPS.join(', ')}`,
      });
  }
}

const PERSONS_STEPS = [
  'apply-for-cancellation',
  'file-licence-notice',
  'back-up-by-person',
  'delete-licence-copies-behind',
  'reset-fortigate-by-person',
  'delete-licence-copies',
];

function requireApplication({ plan }: Contract): void {
  if (plan !== 'archive-only') return;
  throw userError('request-not-needed', 'an archive-only product is cancelled by deleting its server (SF3)', {
    next: 'run `kaiyaku plan`',
  });
}

/** The body of the application, one block for each service. */
export function applicationBody(contract: Contract): string {
  return serviceIds(contract)
    .map((resourceId) =>
      [
        '■解約対象サービス',
        `クラウドプロジェクトID(数字12桁):${filled(contract, 'projectId')}`,
        `リソースID(数字12桁):${resourceId}`,
        `サービス名称:${filled(contract, 'serviceName')}`,
        `プラン名:${filled(contract, 'planName')}`,
      ].join('\n'),
    )
    .join('\n\n');
}

function application(contract: Contract): RequestText {
  return {
    step: 'apply-for-cancellation',
    title: 'application for the cancellation (解約申し込み)',
    text: formText(applicationBody(contract)),
    how: WAY,
  };
}

/** SF11: the services are marked in the licence notice instead of being listed in the template. */
function bulkApplication(contract: Contract): RequestText {
  const ids = serviceIds(contract);
  if (ids.length < BULK_SERVICES_MIN)
    throw userError(
      'request-not-needed',
      `the bulk form is for dozens of services, and this contract has ${ids.length}`,
      {
        why: 'SF11: 数十件以上のマーケットプレイスサービスを一括解約する場合',
        next: 'use the ordinary form, which names each service',
      },
    );
  const body = [
    '■解約対象サービス',
    `クラウドプロジェクトID(数字12桁):${filled(contract, 'projectId')}`,
    `サービス名称:${filled(contract, 'serviceName')}`,
    `プラン名:${filled(contract, 'planName')}`,
    `解約対象サービスは、添付のライセンス通知書に指定した${ids.length}件です。`,
  ].join('\n');
  return {
    step: 'apply-for-cancellation',
    title: 'application for the cancellation of many services (一括解約)',
    text: formText(body),
    how: `${WAY} Mark these resource ids in the licence notice (ライセンス通知書) and hand it in with the form: ${ids.join(', ')}`,
  };
}

function noticeInstructions(): RequestText {
  return {
    step: 'file-licence-notice',
    title: 'fetch and file the licence notice (ライセンス通知書)',
    text: [
      'ライセンス通知書の再発行をお願いいたします。',
      'ファイル共有URLの有効期限が切れたため、ダウンロードできませんでした。',
    ].join('\n'),
    how: [
      'The notice comes by mail to the address registered with the membership, as a password-protected file-share URL.',
      `Download it by hand within ${NOTICE_URL_DAYS} days of the mail’s date, the day of the mail counted as the first;`,
      `the URL allows ${NOTICE_DOWNLOADS_MAX} downloads. kaiyaku never downloads it.`,
      'It is an updated edition of the first notice: read the end date (解約日) in this edition, then file it with `kaiyaku attest`.',
      `Only when the URL has expired: send the text above by ${CONTACT_FORM} and ask for a new one.`,
    ].join(' '),
  };
}

function backUpInstructions({ backup }: Contract): RequestText {
  const names = backup.data.flatMap((data) => ('by' in data ? [data.name] : []));
  return {
    step: 'back-up-by-person',
    title: 'back up by hand',
    text: names.map((name) => `□ ${name}`).join('\n'),
    how: 'Back up each of these, read the backup back, and keep the proof for `kaiyaku attest`. After the end date nothing can be fetched any more.',
  };
}

function resetInstructions({ services }: Contract): RequestText {
  const units = services.filter(({ fortigate }) => fortigate.reset === 'by-person');
  return {
    step: 'reset-fortigate-by-person',
    title: 'factory reset by hand (OSの初期化)',
    text: units
      .map(({ fortigate, server }) =>
        [
          `□ ${fortigate.hostname} (${fortigate.serial}), server ${server.name}`,
          'get system status',
          `execute ${fortigate.resetCommand}`,
        ].join('\n'),
      )
      .join('\n\n'),
    how: 'On the console of each unit: compare serial and hostname with the line above, then reset it. Never with keepvmlicense (R12). Keep the transcript; leave the server powered off.',
  };
}

function licenceInstructions(step: string, places: readonly string[]): RequestText {
  return {
    step,
    title: 'delete licence copies by hand (ライセンスファイルの削除)',
    text: places.map((place) => `□ ${place}`).join('\n'),
    how: 'Delete every copy of the licence file (.lic) in these places, wastebaskets and mail attachments included, by the day before the end date.',
  };
}

function formText(body: string): string {
  return [...FORM_FIELDS.map(([label, value]) => `${label}:${value}`), 'お問い合わせ内容:', body].join('\n');
}

/** The licence service first, then the others, each once. */
function serviceIds(contract: Contract): string[] {
  const ids = [filled(contract, 'resourceId'), ...contract.services.map(({ resourceId }) => resourceId)];
  return [...new Set(ids)];
}

function filled(contract: Contract, field: 'projectId' | 'resourceId' | 'serviceName' | 'planName'): string {
  const value = contract[field];
  const wrong = field.endsWith('Id') ? !/^\d{12}$/.test(value) : value.trim() === '' || /[\r\n]/.test(value);
  if (!wrong) return value;
  throw userError('request-incomplete', `the application needs ${field}`, {
    why: 'an incomplete application is asked back and may miss the month (SF5)',
    next: `set ${field} in the contract file`,
  });
}
