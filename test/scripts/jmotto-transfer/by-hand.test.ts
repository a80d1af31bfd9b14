// A transfer from the new server to its close, with everything that has to be refused on the way.
import { afterEach, expect, test } from 'vitest';
import { type ByHand, openByHand } from '../by-hand.ts';

let transfer: ByHand | undefined;
afterEach(() => transfer?.remove());

const refused = (code: string) => expect.objectContaining({ code }) as unknown;
const open = async (todayOn: string) => (transfer = await openByHand('jmotto-transfer/domain-and-dns-here', todayOn));

test('the form waits for its window, for an approval, and for an end that leaves time (JM1, JM9)', async () => {
  const hand = await open('2027-03-25');
  // The new server does not wait for it.
  expect(await hand.request('prepare-new-server')).toContain('メールアカウントの作成');
  expect((await hand.verdictOf('withdrawal-form')).verdict).toBe('waiting-until');
  await expect(hand.request('withdrawal-form')).rejects.toEqual(refused('R02'));
  hand.moveTo('2027-03-26');
  await expect(hand.request('withdrawal-form')).rejects.toEqual(refused('R16'));
  await hand.amend('switchOn: 2027-05-10', 'switchOn: 2027-05-18');
  await expect(hand.approve('withdrawal-form')).rejects.toEqual(refused('R02'));
  await hand.amend('switchOn: 2027-05-18', 'switchOn: 2027-05-17');
  await hand.approve('withdrawal-form');
  expect(await hand.request('withdrawal-form')).toContain('投函期限 2027年4月21日');
});

test('posted and arrived is not received; an unexpected end stops everything until it is acknowledged', async () => {
  const hand = await open('2027-04-20');
  await hand.attest('withdrawal-form', { sentOn: '2027-04-20' });
  hand.moveTo('2027-04-22');
  await hand.attest('withdrawal-form', { receivedOn: '2027-04-22' }, false);
  expect((await hand.verdictOf('withdrawal-form')).sentence).toContain('acceptedOn');
  await expect(hand.request('receive-zone-and-authcode')).rejects.toEqual(refused('R03'));
  hand.moveTo('2027-04-23');
  await hand.attest('withdrawal-form', { acceptedOn: '2027-04-23', endsOn: '2027-06-30' }, false);
  expect(await hand.verdictOf('receive-zone-and-authcode')).toMatchObject({
    verdict: 'blocked',
    reasons: [{ code: 'JM1' }],
  });
  expect(await hand.terms()).toMatchObject({ endsOn: '2027-06-30', governingEndsOn: '2027-05-31' });
  await hand.amend('groupware: keep', 'groupware: keep\nendsOnAcknowledged: 2027-06-30');
  expect(await hand.terms()).toMatchObject({ endsOn: '2027-06-30', governingEndsOn: '2027-06-30' });
  expect(await hand.request('receive-zone-and-authcode')).toContain('・AuthCode(解除届の受理後)');
});

test('from the new server to the close', async () => {
  const hand = await open('2027-04-01');
  await hand.attest('prepare-new-server', { startedOn: '2027-03-29', readyOn: '2027-04-01' }, false);
  await hand.attest('withdrawal-form', { sentOn: '2027-04-01', acceptedOn: '2027-04-01', endsOn: '2027-05-31' });
  await hand.attest('receive-zone-and-authcode', { zoneOn: '2027-04-01', authCodeOn: '2027-04-01' });
  const handOver = await hand.request('hand-over-to-new-host');
  expect(handOver).toContain('本メールには記載しません');
  await hand.attest('hand-over-to-new-host', { handedOn: '2027-04-01' }, false);
  hand.moveTo('2027-04-15');
  await hand.attest('transfer-domain', { startedOn: '2027-04-02', completedOn: '2027-04-12' });
  await hand.attest('back-up', { backedUpOn: '2027-04-15', restoredOn: '2027-04-15' });
  await hand.attest('copy-data', { copiedOn: '2027-04-15' }, false);
  expect(await hand.request('book-switch')).toContain('■作業希望日時:2027年5月10日 10:00');
  // The appointment lies ahead; everything else that is filed has happened.
  await expect(hand.attest('book-switch', { bookedOn: '2027-04-16', switchOn: '2027-04-20' })).rejects.toEqual(
    refused('bad-value'),
  );
  await hand.attest('book-switch', { bookedOn: '2027-04-15', switchOn: '2027-04-20' });
  expect((await hand.verdictOf('book-switch')).sentence).toContain('explanation');
  await hand.attest('book-switch', { switchOn: '2027-04-23' }, false);
  expect((await hand.verdictOf('book-switch')).verdict).toBe('done');
  expect(await hand.terms()).toMatchObject({ neededUntilOn: '2027-05-07' });
  hand.moveTo('2027-05-07');
  await hand.attest('switch-dns', { switchedOn: '2027-04-23' }, false);
  await hand.attest('parallel-running', { endedOn: '2027-05-06' }, false);
  expect((await hand.verdictOf('parallel-running')).sentence).toContain('explanation');
  await hand.attest('parallel-running', { endedOn: '2027-05-07' }, false);
  await hand.attest('verify', { verifiedOn: '2027-05-07' });
  expect((await hand.terms()).deadlines).toEqual([]);
  await expect(hand.attest('close', { closedOn: '2027-05-07' })).rejects.toEqual(refused('bad-value'));
  hand.moveTo('2027-06-01');
  await hand.attest('close', { closedOn: '2027-06-01' }, false);
  expect(await hand.close()).toBe(true);
});

test('R02: the form is not sent while the switch cannot be booked in time for the days side by side (JM4, JM9)', async () => {
  const hand = await open('2027-04-19');
  // Planned for the 21st it would fit to the day; booked today, a Monday, it comes on the 26th at the earliest.
  await hand.amend('switchOn: 2027-05-10', 'switchOn: 2027-04-21');
  await hand.amend('parallelDays: 14', 'parallelDays: 40');
  expect(await hand.terms()).toMatchObject({ neededUntilOn: '2027-05-31', neededAtBestUntilOn: '2027-06-05' });
  await expect(hand.request('withdrawal-form')).rejects.toEqual(refused('R02'));
  await expect(hand.approve('withdrawal-form')).rejects.toEqual(refused('R02'));
  expect((await hand.verdictOf('withdrawal-form')).sentence).toContain('no appointment yet');
  await hand.amend('parallelDays: 40', 'parallelDays: 30');
  await hand.approve('withdrawal-form');
});

test('JM3: the AuthCode lives 35 days, and a new one begins them again', async () => {
  const hand = await open('2027-04-01');
  await hand.attest('prepare-new-server', { readyOn: '2027-04-01' }, false);
  await hand.attest('withdrawal-form', { sentOn: '2027-04-01', acceptedOn: '2027-04-01', endsOn: '2027-05-31' });
  await hand.attest('receive-zone-and-authcode', { zoneOn: '2027-04-01', authCodeOn: '2027-04-01' });
  const deadline = async () => (await hand.terms()).deadlines.find(({ rule }) => rule === 'JM3');
  // 5 May is a holiday, as the two days before it are; the day before these is Friday, 30 April.
  expect(await deadline()).toMatchObject({ on: '2027-05-05', latestOn: '2027-04-30' });
  await hand.attest('hand-over-to-new-host', { handedOn: '2027-04-01' }, false);
  expect((await hand.verdictOf('transfer-domain')).step.window).toMatchObject({ untilOn: '2027-05-05' });
  hand.moveTo('2027-05-06');
  await hand.attest('receive-zone-and-authcode', { authCodeOn: '2027-05-06' }, false);
  expect(await deadline()).toMatchObject({ on: '2027-06-09' });
  await hand.attest('transfer-domain', { startedOn: '2027-05-06' }, false);
  expect(await deadline()).toBeUndefined();
});

test('JM9: an old server that somebody used in the last days is explained', async () => {
  const hand = await open('2027-04-01');
  await hand.attest('prepare-new-server', { readyOn: '2027-04-01' }, false);
  await hand.attest('withdrawal-form', { sentOn: '2027-04-01', acceptedOn: '2027-04-01', endsOn: '2027-05-31' });
  await hand.attest('receive-zone-and-authcode', { zoneOn: '2027-04-01', authCodeOn: '2027-04-01' });
  await hand.attest('hand-over-to-new-host', { handedOn: '2027-04-01' }, false);
  await hand.attest('transfer-domain', { startedOn: '2027-04-01', completedOn: '2027-04-01' });
  await hand.attest('back-up', { backedUpOn: '2027-04-01', restoredOn: '2027-04-01' });
  await hand.attest('copy-data', { copiedOn: '2027-04-01' }, false);
  await hand.attest('book-switch', { bookedOn: '2027-04-01', switchOn: '2027-04-15' });
  hand.moveTo('2027-05-06');
  await hand.attest('switch-dns', { switchedOn: '2027-04-15' }, false);
  // R03: nothing ends before the days side by side are over and looked at.
  for (const step of ['verify', 'close']) await expect(hand.request(step)).rejects.toEqual(refused('R03'));
  await hand.attest('parallel-running', { endedOn: '2027-05-06', lastUsedOn: '2027-05-04' }, false);
  expect((await hand.verdictOf('parallel-running')).sentence).toContain('explanation');
  await hand.attest('parallel-running', { lastUsedOn: '2027-05-03' }, false);
  expect((await hand.verdictOf('parallel-running')).verdict).toBe('done');
});
