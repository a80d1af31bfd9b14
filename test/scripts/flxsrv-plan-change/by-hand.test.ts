// A change of plan from the first ticket to its close, with everything that has to be refused on the way.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ByHand, openByHand } from '../by-hand.ts';

let change: ByHand;
beforeEach(async () => {
  change = await openByHand('flxsrv-plan-change/yearly-to-monthly', '2027-01-12');
});
afterEach(() => change.remove());

const refused = (code: string) => expect.objectContaining({ code }) as unknown;

async function toTheInvoice(): Promise<void> {
  await change.attest('ticket-before-order', { sentOn: '2027-01-12', ticketNo: 'T-1', repliedOn: '2027-01-12' });
  await change.attest('order', { orderedOn: '2027-01-12', orderNo: 'O-7', quotedYen: '5076' });
  await change.attest('ticket-after-order', { sentOn: '2027-01-12', ticketNo: 'T-2' });
}

test('no order before the reply to the first ticket is filed', async () => {
  await expect(change.request('order')).rejects.toEqual(refused('R03'));
  expect(await change.request('ticket-before-order')).toContain('■対象契約名:#1201 VPS-2 example.jp');
  await change.attest('ticket-before-order', { sentOn: '2027-01-12', ticketNo: 'T-1' }, false);
  await expect(change.request('order')).rejects.toEqual(refused('R03'));
  await change.attest('ticket-before-order', { repliedOn: '2027-01-12' }, false);
  // The reply itself is still missing.
  await expect(change.request('order')).rejects.toEqual(refused('R03'));
  expect((await change.verdictOf('ticket-before-order')).sentence).toContain('file');
  await change.attest('ticket-before-order', {});
  expect(await change.request('order')).toContain('初期費用 3,240円 + 月額費用 1,836円 = 合計 5,076円(税込)');
  // The order’s own number is not there yet, and the second ticket not its turn.
  await expect(change.request('ticket-after-order')).rejects.toEqual(refused('R03'));
});

test('R27: an invoice that no reading gives is explained before anything is paid, and paying needs an approval', async () => {
  await toTheInvoice();
  await change.attest('check-invoice', { receivedOn: '2027-01-12', invoiceYen: '9999' });
  await expect(change.request('pay')).rejects.toEqual(refused('R27'));
  await expect(change.approve('pay')).rejects.toEqual(refused('R27'));
  expect((await change.verdictOf('pay')).sentence).toMatch(/asks for 9999 yen.*no reading of the terms gives it/);
  await change.attest('check-invoice', { explanation: 'the provider counts from another month' }, false);
  await expect(change.request('pay')).rejects.toEqual(refused('R16'));
  await change.approve('pay');
  expect(await change.request('pay')).toContain('□ お支払い金額:9,999円');
  await change.attest('pay', { paidOn: '2027-01-12', paidYen: '9000' });
  expect((await change.verdictOf('pay')).sentence).toContain('explanation');
});

test('R27 names the reading that an invoice rests on, where an agreement took it away', async () => {
  const [agreed, other] = [7, 6].map((months) => 22_032 - 1_485 * months) as [number, number];
  await change.amend('# newServerIp:', 'agreed: { monthsLeft: 7, price: twelve-fees }\n# newServerIp:');
  await toTheInvoice();
  await change.attest('check-invoice', { receivedOn: '2027-01-12', invoiceYen: String(agreed) });
  expect((await change.verdictOf('pay')).verdict).toBe('needs-approval');
  const total = (await change.terms()).billed!;
  expect(total.expected).toEqual([expect.objectContaining({ yen: agreed })]);
  for (const [yen, says] of [
    [
      total.others.find((one) => one.yen !== agreed)!.yen,
      /it is what another reading gives: \d+ months are left, counted from/,
    ],
    [5076, /the total of the order: nothing was adjusted/],
    [other + 1, /no reading of the terms gives it/],
  ] as const) {
    await change.attest('check-invoice', { invoiceYen: String(yen) }, false);
    await expect(change.request('pay')).rejects.toEqual(refused('R27'));
    expect((await change.verdictOf('pay')).sentence).toMatch(says);
  }
});

test('an end that leaves less than a month side by side stops everything until it is acknowledged', async () => {
  await toTheInvoice();
  await change.attest('check-invoice', { receivedOn: '2027-01-12', invoiceYen: '0' });
  // Nothing is billed, so nothing is paid.
  expect((await change.verdictOf('pay')).verdict).toBe('not-needed');
  change.moveTo('2027-02-02');
  const periods = { openedOn: '2027-02-02', newTermStartsOn: '2027-03-01', newTermEndsOn: '2028-05-31' };
  await change.attest('file-new-periods', { ...periods, endsOn: '2027-02-20' });
  expect(await change.verdictOf('unlink-zones')).toMatchObject({ verdict: 'blocked', reasons: [{ code: 'FX3' }] });
  await change.amend('# newServerIp:', 'endsOnAcknowledged: 2027-02-20\n# newServerIp:');
  expect(await change.terms()).toMatchObject({ governingEndsOn: '2027-02-20', endsOnSource: 'notice' });
  expect(await change.request('unlink-zones')).toContain('■example.jp(契約で使用済み:#1201 VPS-2)');
});

test('from the first ticket to the close', async () => {
  await toTheInvoice();
  await change.attest('check-invoice', { receivedOn: '2027-01-12', invoiceYen: '16092' });
  await change.approve('pay');
  await change.attest('pay', { paidOn: '2027-01-12', paidYen: '16092' });
  change.moveTo('2027-02-02');
  const periods = { openedOn: '2027-02-02', newTermStartsOn: '2027-03-01', endsOn: '2027-03-31' };
  await change.attest('file-new-periods', { ...periods, newTermEndsOn: '2028-03-31' });
  // 16,092 yen is a reading without an extension: a term that is a month longer needs their word.
  expect((await change.verdictOf('file-new-periods')).sentence).toContain('explanation');
  await change.attest('file-new-periods', { newTermEndsOn: '2028-02-29' }, false);
  expect((await change.verdictOf('file-new-periods')).verdict).toBe('done');
  expect(await change.terms()).toMatchObject({ endsOn: '2027-03-31', endsOnSource: 'notice' });
  await change.attest('unlink-zones', { sentOn: '2027-02-02', unlinkedOn: '2027-02-02' });
  await change.attest('back-up', { backedUpOn: '2027-02-02', restoredOn: '2027-02-02' });
  await change.attest('move-data', { movedOn: '2027-02-02' }, false);
  // Where to switch to is not in the file yet.
  await expect(change.request('switch-dns')).rejects.toEqual(refused('request-incomplete'));
  await change.amend('# newServerIp:', 'newServerIp: 198.51.100.20 #');
  const text = await change.request('switch-dns');
  expect(text).toContain('192.0.2.10 の行をひとつずつ「編集」→ 198.51.100.20 → 保存');
  expect(text).toContain('□ 2027年3月30日までに完了');
  await change.attest('switch-dns', { switchedOn: '2027-02-02' });
  await change.attest('verify', { verifiedOn: '2027-02-02' });
  await change.attest('old-plan-cancelled', { cancelledOn: '2027-02-02' });
  expect(await change.close()).toBe(false);
  expect((await change.terms()).deadlines).toEqual([]);
  // Nobody has seen an end that lies ahead.
  await expect(change.attest('close', { closedOn: '2027-02-02' })).rejects.toEqual(refused('bad-value'));
  change.moveTo('2027-04-01');
  await change.attest('close', { closedOn: '2027-04-01' }, false);
  expect(await change.close()).toBe(true);
});

test('an order that went out before the reply is to be explained', async () => {
  await change.attest('ticket-before-order', { sentOn: '2027-01-10', ticketNo: 'T-1', repliedOn: '2027-01-12' });
  await change.attest('order', { orderedOn: '2027-01-11', orderNo: 'O-7', quotedYen: '5076' });
  expect((await change.verdictOf('order')).sentence).toContain('explanation');
  await change.attest('order', { orderedOn: '2027-01-12' }, false);
  expect((await change.verdictOf('order')).verdict).toBe('done');
});
