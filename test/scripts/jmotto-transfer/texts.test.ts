// Every text as it is printed, whole, for each example: reviewed like code. And what is refused, because it would be asked back.
import { describe, expect, it } from 'vitest';
import type { JmottoTransferContract } from '../../../scripts/jmotto-transfer/contract.ts';
import { explain } from '../../../scripts/jmotto-transfer/explain.ts';
import { jmottoTransfer } from '../../../scripts/jmotto-transfer/index.ts';
import { requestText } from '../../../scripts/jmotto-transfer/request-texts.ts';
import { NO_HISTORY } from '../../../src/teardown/provider.ts';
import { example, whole } from './contracts.ts';

const refusal = (code: string) => expect.objectContaining({ code }) as unknown;
const printed = ({ step, title, how, text }: ReturnType<typeof requestText>) =>
  `## ${step}: ${title}\n\n${how}\n\n${text}\n`;

describe('requests', () => {
  it.each(['domain-and-dns-here', 'own-domain', 'with-groupware'] as const)('%s', async (name) => {
    const contract = example(name);
    const terms = jmottoTransfer.termsOf(contract, NO_HISTORY, '2026-11-22');
    const known = { terms, history: NO_HISTORY, todayOn: '2026-11-22' };
    const texts = jmottoTransfer
      .teardownOf(contract, terms, NO_HISTORY, new Map())
      .steps.filter(({ notNeeded }) => notNeeded === undefined)
      .map(({ id }) => printed(requestText(contract, id, undefined, known)));
    await expect(texts.join('\n')).toMatchFileSnapshot(`../../golden/request/jmotto-transfer/${name}.txt`);
  });

  it('the zone data may be asked for before any form was received (JM3)', () => {
    expect(requestText(whole(), 'prepare-new-server', 'zone').text).toContain('解除届の受理前のご提供を希望');
    expect(requestText(whole(), 'prepare-new-server', 'zone').text).toBe(
      requestText(whole(), 'receive-zone-and-authcode').text,
    );
    expect(() => requestText(example('own-domain'), 'prepare-new-server', 'zone')).toThrowError(
      refusal('request-not-needed'),
    );
  });

  it('the groupware’s form may be asked for before it may be sent (JM8)', () => {
    const groupware = example('with-groupware');
    expect(requestText(groupware, 'prepare-new-server', 'groupware').text).toContain('専用の書面をお送りください');
    expect(requestText(groupware, 'groupware-form').text).toContain('投函期限 2027年3月19日');
    expect(() => requestText(whole(), 'prepare-new-server', 'groupware')).toThrowError(refusal('request-not-needed'));
  });

  it('the appointment names the day that was booked, when one was', () => {
    const history = { ...NO_HISTORY, attested: { 'book-switch': { switchOn: '2027-05-12' } } };
    const terms = jmottoTransfer.termsOf(whole(), history, '2027-04-28');
    const text = requestText(whole(), 'book-switch', undefined, { terms, history, todayOn: '2027-04-28' }).text;
    expect(text).toContain('■作業希望日時:2027年5月12日 10:00');
    expect(requestText(whole(), 'book-switch').text).toContain('■作業希望日時:2027年5月10日 10:00');
  });

  it.each<[string, Partial<JmottoTransferContract>, string]>([
    ['book-switch', { dates: { prepareOn: '2027-03-29', switchOn: '2027-05-10' } }, 'the text needs dates.switchAt'],
    ['book-switch', { newHost: { name: 'x', nameServers: [] } }, 'the switch needs what to switch to'],
    ['verify', { newHost: { name: 'x', nameServers: [] } }, 'the switch needs what to switch to'],
    ['withdrawal-form', { customer: { ...whole().customer, contractNo: ' ' } }, 'the text needs customer.contractNo'],
    ['withdrawal-form', { customer: { ...whole().customer, name: 'a\n■x' } }, 'the text needs customer.name'],
  ])('%s is refused while it is incomplete', (step, changes, message) => {
    expect(() => requestText({ ...whole(), ...changes }, step)).toThrowError(
      expect.objectContaining({ code: 'request-incomplete', message }),
    );
  });

  it('is not made up where it is not needed, nor for steps and forms that do not exist', () => {
    for (const step of [
      'receive-zone-and-authcode',
      'hand-over-to-new-host',
      'transfer-domain',
      'book-switch',
      'groupware-form',
    ])
      expect(() => requestText(example('own-domain'), step)).toThrowError(refusal('request-not-needed'));
    for (const step of ['fax', 'constructor', ''])
      expect(() => requestText(whole(), step)).toThrowError(refusal('request-unknown'));
    for (const form of ['zone', 'toString'])
      expect(() => requestText(whole(), 'verify', form)).toThrowError(refusal('request-unknown'));
  });
});

describe('explanations', () => {
  it('are there for every rule, with title, text and the provider’s words', () => {
    expect(Object.keys(explain)).toEqual(Array.from({ length: 9 }, (_, at) => `JM${at + 1}`));
    for (const { title, text, quote, section } of Object.values(explain)) {
      expect(title.length).toBeGreaterThan(20);
      expect(text.length).toBeGreaterThan(80);
      expect(quote).toMatch(/[ぁ-ん]/);
      expect(section).not.toBe('');
    }
  });
});
