// Every text as it is printed, whole, for each example: reviewed like code. And what is refused, because it would be asked back.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explain } from '../../../scripts/altus/explain.ts';
import { orderOf } from '../../../scripts/altus/order.ts';
import { requestText } from '../../../scripts/altus/request-texts.ts';
import { example, letters, whole } from './contracts.ts';

describe('requests', () => {
  it.each(readdirSync('examples/altus').map((file) => file.replace('.yaml', '')))('%s', async (name) => {
    const contract = example(name);
    const texts = orderOf(contract)
      .filter(({ notNeeded }) => notNeeded === undefined)
      .map(({ id }) => requestText(contract, id))
      .map(({ step, title, how, text }) => `## ${step}: ${title}\n\n${how}\n\n${text}\n`);
    await expect(texts.join('\n')).toMatchFileSnapshot(`../../golden/request/altus/${name}.txt`);
  });

  it('enter each domain as the form wants it', () => {
    const { text } = requestText(whole(), 'cancel-domains');
    expect(text).toContain('「契約満了日(次回更新日の前日)で解約」 2027/05/29');
    expect(text).toContain('「指定した日付けで解約」 2027/03/25');
    expect(text).not.toContain('example.co.jp');
    const old = { ...whole().domains[0]!, nextRenewalOn: '2015-05-30' };
    expect(requestText(whole({ domains: [old] }), 'cancel-domains').text).toContain('2015/05/29');
  });

  it('tick only the box where the name is not managed there', () => {
    const { text } = requestText(example('several-contracts'), 'cancel-domains');
    expect(text).toContain('選択しない(ドメイン名管理代行を利用していないため、チェックボックスのみ)');
  });

  it.each<[string, () => unknown, string]>([
    ['who cancels', () => requestText(letters({ customer: undefined }), 'notify-sales'), 'request-incomplete'],
    [
      'the renewal of a domain',
      () => requestText(whole({ domains: [{ ...whole().domains[0]!, nextRenewalOn: undefined }] }), 'cancel-domains'),
      'request-incomplete',
    ],
    ['a step', () => requestText(letters(), 'apply-for-cancellation'), 'request-unknown'],
    ['a form', () => requestText(letters(), 'notify-sales', 'bulk'), 'request-unknown'],
    ['what it does not have', () => requestText(letters(), 'destroy-servers'), 'request-not-needed'],
  ])('are refused without %s', (_, print, code) => {
    expect(print).toThrowError(expect.objectContaining({ code, kind: 'user' }));
  });
});

it('every rule is explained, with title, text and the provider’s words', () => {
  expect(Object.keys(explain)).toEqual(Array.from({ length: 8 }, (_, at) => `AL${at + 1}`));
  for (const { title, text, quote, section } of Object.values(explain)) {
    expect(title.length).toBeGreaterThan(20);
    expect(text.length).toBeGreaterThan(80);
    expect(quote).toMatch(/[ぁ-ん]/);
    expect(section).toMatch(/^(\d\. |CMS)/);
  }
});
