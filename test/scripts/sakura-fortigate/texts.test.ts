// What the customer sends and reads: the application to the letter, its bulk form, instructions, explanations.
import { describe, expect, it } from 'vitest';
import { explain } from '../../../scripts/sakura-fortigate/explain.ts';
import { requestText } from '../../../scripts/sakura-fortigate/request-texts.ts';
import { example, noTerm } from './contracts.ts';

const APPLY = 'apply-for-cancellation';

describe('the application', () => {
  it('has the form’s labels and the template, to the letter', () => {
    const request = requestText(noTerm(), APPLY);
    expect(request.text).toBe(`サービス名称:その他
サーバー名/ドメイン名/IPアドレス/サービスコード:(任意)
お問い合わせの種類:解約手続き
お問い合わせ区分:その他/わからない/当てはまらない
お問い合わせ件名:解約手続き
お問い合わせ内容:
■解約対象サービス
クラウドプロジェクトID(数字12桁):113000000001
リソースID(数字12桁):113000000900
サービス名称:FortiGateVM
プラン名:FortiGateVM 02 (契約継続期間なし)`);
    expect(request).toMatchObject({
      step: APPLY,
      how: expect.stringContaining('https://help.sakura.ad.jp/contact/#mail'),
    });
  });

  it('names every service once', () => {
    const { text } = requestText(example('two-fortigates-one-router'), APPLY);
    expect(text.match(/リソースID\(数字12桁\):\d{12}/g)).toEqual([
      'リソースID(数字12桁):113000000930',
      'リソースID(数字12桁):113000000931',
    ]);
    expect(text.match(/■解約対象サービス/g)).toHaveLength(2);
  });

  it.each([
    ['projectId', { projectId: '12345' }],
    ['resourceId', { resourceId: '' }],
    ['serviceName', { serviceName: ' ' }],
    ['planName', { planName: 'FortiGateVM\n■解約対象サービス' }],
  ])('is refused while it is incomplete: %s', (field, change) => {
    expect(() => requestText({ ...noTerm(), ...change }, APPLY)).toThrowError(
      expect.objectContaining({ code: 'request-incomplete', message: `the application needs ${field}` }),
    );
  });

  it('takes the bulk form for dozens of services only', () => {
    expect(() => requestText(noTerm(), APPLY, 'bulk')).toThrowError(
      expect.objectContaining({ code: 'request-not-needed' }),
    );
    const [service] = noTerm().services;
    const services = Array.from({ length: 30 }, (_, at) => ({
      ...service!,
      resourceId: `1130000009${String(at).padStart(2, '0')}`,
    }));
    const { text, how } = requestText(noTerm({ services }), APPLY, 'bulk');
    expect(text).toContain('解約対象サービスは、添付のライセンス通知書に指定した30件です。');
    expect(text).not.toContain('リソースID');
    expect(how).toContain('113000000929');
  });

  it('does not exist for archive-only products', () => {
    for (const step of [APPLY, 'file-licence-notice'])
      expect(() => requestText(example('archive-only'), step)).toThrowError(
        expect.objectContaining({ code: 'request-not-needed' }),
      );
  });

  it('is not made up for unknown steps and forms', () => {
    expect(() => requestText(noTerm(), APPLY, 'fax')).toThrowError(
      expect.objectContaining({ code: 'request-unknown' }),
    );
    expect(() => requestText(noTerm(), 'back-up')).toThrowError(
      expect.objectContaining({
        code: 'request-unknown',
        detail: expect.objectContaining({ next: expect.stringContaining(APPLY) }),
      }),
    );
  });
});

describe('other requests of a person', () => {
  it('the licence notice: 7 days, 5 downloads, by hand', () => {
    const { how, text } = requestText(noTerm(), 'file-licence-notice');
    expect(how).toMatch(/within 7 days .* 5 downloads/s);
    expect(text).toContain('再発行');
  });

  it('the reset by hand names the unit, and never keeps the licence', () => {
    const { text, how } = requestText(example('two-fortigates-one-router'), 'reset-fortigate-by-person');
    expect(text).toBe(
      '□ FGT-WEST-01 (FGVM02TM24005002), server fgt-west-01\nget system status\nexecute factoryreset-shutdown',
    );
    expect(how).toContain('Never with keepvmlicense');
  });

  it('licence copies and data backups are listed', () => {
    expect(requestText(noTerm(), 'delete-licence-copies').text).toBe(
      '□ attachment of the first licence notice in the shared mailbox',
    );
    const licenceFiles = [
      { place: 'the file server in the LAN', by: 'person' as const, via: 'FGT-PROD-01' },
      { place: 'a mailbox', by: 'person' as const },
    ];
    expect(requestText(noTerm({ licenceFiles }), 'delete-licence-copies').text).toBe('□ a mailbox');
    expect(requestText(noTerm({ licenceFiles }), 'delete-licence-copies-behind').text).toBe(
      '□ the file server in the LAN',
    );
    const backup = { ...noTerm().backup, data: [{ name: 'photos of the rack', by: 'person' as const }] };
    expect(requestText(noTerm({ backup }), 'back-up-by-person').text).toBe('□ photos of the rack');
  });
});

describe('explanations', () => {
  it('are there for every rule, with title, text and the provider’s words', () => {
    expect(Object.keys(explain)).toEqual(Array.from({ length: 11 }, (_, at) => `SF${at + 1}`));
    for (const { title, text, quote, section } of Object.values(explain)) {
      expect(title.length).toBeGreaterThan(20);
      expect(text.length).toBeGreaterThan(80);
      expect(quote).toMatch(/[ぁ-ん]/);
      expect(section).toMatch(/^\d(\.\d)*$/);
    }
  });
});
