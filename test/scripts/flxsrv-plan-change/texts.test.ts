// Every text as it is printed, whole, for each example: reviewed like code. And what is refused, because it would be asked back.
import { describe, expect, it } from 'vitest';
import { explain } from '../../../scripts/flxsrv-plan-change/explain.ts';
import { flxsrvPlanChange } from '../../../scripts/flxsrv-plan-change/index.ts';
import { requestText } from '../../../scripts/flxsrv-plan-change/request-texts.ts';
import type { FlxsrvPlanChangeContract } from '../../../scripts/flxsrv-plan-change/contract.ts';
import { type History, NO_HISTORY } from '../../../src/teardown/provider.ts';
import { example } from './contracts.ts';

const ATTESTED: History['attested'] = {
  'ticket-before-order': { sentOn: '2027-01-12', ticketNo: 'T-1001', repliedOn: '2027-01-15' },
  order: { orderedOn: '2027-01-29', orderNo: 'O-77', quotedYen: 5076 },
  'check-invoice': { receivedOn: '2027-02-01', invoiceYen: 16_092 },
};

function known(contract: FlxsrvPlanChangeContract, attested = ATTESTED) {
  const history = { ...NO_HISTORY, attested };
  return { terms: flxsrvPlanChange.termsOf(contract, history, '2027-02-01'), history, todayOn: '2027-02-01' };
}

const refusal = (code: string) => expect.objectContaining({ code }) as unknown;

describe('requests', () => {
  it.each(['yearly-to-monthly', 'monthly-to-monthly', 'yearly-to-yearly'] as const)('%s', async (name) => {
    const contract = example(name, { newServerIp: '198.51.100.20' });
    const { steps } = flxsrvPlanChange.teardownOf(contract, known(contract).terms, NO_HISTORY, new Map());
    const texts = steps
      .filter(({ notNeeded }) => notNeeded === undefined)
      .map(({ id }) => requestText(contract, id, undefined, known(contract)))
      .map(({ step, title, how, text }) => `## ${step}: ${title}\n\n${how}\n\n${text}\n`);
    await expect(texts.join('\n')).toMatchFileSnapshot(`../../golden/request/flxsrv-plan-change/${name}.txt`);
  });

  it('the first ticket asks what is open, and no more', () => {
    const text = (changes: Partial<FlxsrvPlanChangeContract>) =>
      requestText(example('yearly-to-monthly', changes), 'ticket-before-order').text;
    expect(text({})).toContain('残月数は、どの月から数えますでしょうか');
    expect(text({})).toContain('月額1回分(1,836円)と12ヶ月分(22,032円)');
    expect(text({ agreed: { monthsLeft: 4, price: 'one-fee' } })).not.toMatch(/残月数|12ヶ月分/);
    expect(requestText(example('monthly-to-monthly'), 'ticket-before-order').text).not.toMatch(/残月数|計算式/);
  });

  it.each<[string, Partial<FlxsrvPlanChangeContract>, string]>([
    ['ticket-before-order', { contractName: ' ' }, 'contractName'],
    ['ticket-before-order', { contractName: 'a\n■移行予定のプラン:b' }, 'contractName'],
    ['switch-dns', { newServerIp: undefined }, 'newServerIp'],
    ['verify', { newServerIp: undefined }, 'newServerIp'],
  ])('%s is refused while it is incomplete', (step, changes, field) => {
    const contract = { ...example('yearly-to-monthly'), ...changes };
    expect(() => requestText(contract, step, undefined, known(contract))).toThrowError(
      expect.objectContaining({ code: 'request-incomplete', message: `the text needs ${field}` }),
    );
  });

  it('names nothing that was not filed', () => {
    const contract = example('yearly-to-monthly');
    expect(() => requestText(contract, 'ticket-after-order')).toThrowError(refusal('request-incomplete'));
    expect(() => requestText(contract, 'pay', undefined, known(contract, {}))).toThrowError(
      refusal('request-incomplete'),
    );
    expect(() => requestText(example('monthly-to-monthly'), 'unlink-zones')).toThrowError(
      refusal('request-not-needed'),
    );
    for (const step of ['fax', 'constructor', ''])
      expect(() => requestText(contract, step)).toThrowError(refusal('request-unknown'));
    expect(() => requestText(contract, 'order', 'bulk')).toThrowError(refusal('request-unknown'));
  });
});

describe('explanations', () => {
  it('are there for every rule, with title, text and the provider’s words', () => {
    expect(Object.keys(explain)).toEqual(Array.from({ length: 7 }, (_, at) => `FX${at + 1}`));
    for (const { title, text, quote, section } of Object.values(explain)) {
      expect(title.length).toBeGreaterThan(20);
      expect(text.length).toBeGreaterThan(80);
      expect(quote).toMatch(/[ぁ-ん]|旧プラン年額/);
      expect(section).not.toBe('');
    }
  });
});
