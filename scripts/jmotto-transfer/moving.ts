// The move: domain, data, the booked switch, the days side by side, the proof (JM4, JM5, JM6, JM7, JM9). Persons' steps all of
// them; who switches DNS depends on who serves the zone. Where the contract names its name servers, they prove the switch.
import { previousOrSame } from '../../src/calendar/business-days.ts';
import { addDays, type CivilDate } from '../../src/calendar/civil-date.ts';
import { backUpBy } from '../../src/teardown/backups.ts';
import { step, type Step } from '../../src/teardown/step.ts';
import { authCodeUntil, bookBy, switchBy, transferStartBy } from './end-dates.ts';
import { date, explanation, file } from './evidence.ts';
import { settledProof, switchProof } from './dns-proof.ts';
import { citeRule } from './explain.ts';
import type { Context } from './context.ts';
import { movedProof, registrationBefore } from './registration.ts';
import { closuresOf, neededUntilOn, switchDayOf } from './terms.ts';

/** So long nothing reached the old server before it is given up (72 hours; mail is polled as long, E8). */
const QUIET_DAYS = 3;

export function transferDomain({ contract, facts }: Context): Step {
  const { name, managedHere } = contract.domain;
  const before = registrationBefore(contract);
  return step({
    id: 'transfer-domain',
    title: `transfer the domain ${name}`,
    actor: 'customer',
    after: ['hand-over-to-new-host'],
    lateRule: 'JM5',
    guards: before.length === 0 ? [] : ['R29'],
    looks: before,
    window: managedHere ? transferWindow(contract, facts) : {},
    evidence: [
      date('startedOn', 'day on which the new host began the transfer'),
      date('completedOn', 'day on which the registration showed the new registrar'),
      file('the registration (WHOIS or RDAP) after the transfer'),
    ],
    probes: movedProof(contract),
    ...(managedHere ? {} : { notNeeded: 'the domain is not registered through J-MOTTO (JM7)' }),
    citation: citeRule('JM5'),
  });
}

/** Whichever comes first: the domain is too old to move, or its AuthCode no longer holds. */
function transferWindow(contract: Context['contract'], facts: Context['facts']): Step['window'] {
  const { expiresOn } = contract.domain;
  const byValidity =
    expiresOn === undefined ? undefined : previousOrSame(transferStartBy(expiresOn), closuresOf(contract));
  const byCode = facts.authCodeOn === undefined ? undefined : authCodeUntil(facts.authCodeOn);
  if (byCode !== undefined && (byValidity === undefined || byCode < byValidity))
    return { untilOn: byCode, why: `JM3: the AuthCode of ${facts.authCodeOn} no longer holds after it` };
  return byValidity === undefined
    ? {}
    : { untilOn: byValidity, why: 'JM5: a month of validity is left at the completion' };
}

export const backUp = (context: Context): Step =>
  backUpBy(context.contract.backup, { untilStep: 'copy-data' }, backUpByPerson(context));

function backUpByPerson({ terms }: Context): Step {
  return step({
    id: 'back-up',
    title: 'back up web, databases and mail of the old server',
    actor: 'customer',
    after: ['transfer-domain'],
    window: terms.teardownWindow ?? {},
    evidence: [
      date('backedUpOn', 'day of the backup'),
      date('restoredOn', 'day on which something of it was read back'),
      file('list of what was backed up'),
    ],
    citation: citeRule('JM6'),
  });
}

export function copyData({ terms }: Context): Step {
  return step({
    id: 'copy-data',
    title: 'copy web and mail to the new server',
    actor: 'customer',
    after: ['back-up'],
    window: terms.teardownWindow ?? {},
    evidence: [date('copiedOn', 'day on which everything lay on the new server'), file('what was compared', false)],
    citation: citeRule('JM2', {
      section: '新サーバの設定',
      quote: 'メールアカウントや Web サイト公開の環境等の準備をお願いいたします。',
    }),
  });
}

/** JM4: a week ahead; JM9 is held against the day that was booked. */
export function bookSwitch({ contract, facts }: Context): Step {
  const late =
    facts.bookedOn !== undefined && facts.bookedSwitchOn !== undefined && facts.bookedOn > bookBy(facts.bookedSwitchOn);
  return step({
    id: 'book-switch',
    title: 'book the DNS switch (作業予約)',
    actor: 'customer',
    after: ['copy-data'],
    lateRule: 'JM9',
    window: {
      untilOn: previousOrSame(bookBy(switchDayOf(contract, facts)), closuresOf(contract)),
      why: 'JM4: booked a week or more ahead',
    },
    evidence: [
      date('bookedOn', 'day on which they confirmed the appointment'),
      { ...date('switchOn', 'day of the switch that was agreed on'), mayLieAhead: true },
      ...(late ? [explanation('less than a week lies before the switch: what they said of it')] : []),
      file('their confirmation'),
    ],
    ...(contract.domain.dnsHere ? {} : { notNeeded: 'DNS is the customer’s own: no appointment is needed (JM7)' }),
    citation: citeRule('JM4'),
  });
}

/** JM7: whoever serves the zone switches it. */
export function switchDns({ contract, terms }: Context): Step {
  const { dnsHere } = contract.domain;
  const endsOn = terms.governingEndsOn;
  return step({
    id: 'switch-dns',
    title: 'switch DNS to the new server',
    actor: dnsHere ? 'provider' : 'customer',
    after: ['book-switch'],
    lateRule: 'JM9',
    window:
      endsOn === undefined
        ? {}
        : {
            untilOn: dnsHere
              ? previousOrSame(switchBy(endsOn, contract.parallelDays), closuresOf(contract))
              : switchBy(endsOn, contract.parallelDays),
            why: 'JM9: the days side by side fit before the end',
          },
    evidence: [
      date('switchedOn', 'day on which the authoritative name servers answered with the new server'),
      file('their answers', false),
    ],
    probes: switchProof(contract),
    citation: dnsHere ? citeRule('JM4') : citeRule('JM7'),
  });
}

/** JM9: both servers are kept for so many days, and looked at. */
export function parallelRunning({ contract, facts }: Context): Step {
  const untilOn: CivilDate = neededUntilOn(contract, facts);
  const short = facts.parallelEndedOn !== undefined && facts.parallelEndedOn < untilOn;
  const busy =
    facts.parallelEndedOn !== undefined &&
    facts.lastUsedOn !== undefined &&
    addDays(facts.lastUsedOn, QUIET_DAYS) > facts.parallelEndedOn;
  return step({
    id: 'parallel-running',
    title: `keep both servers for ${contract.parallelDays} days, and fetch what still reaches the old one`,
    actor: 'customer',
    after: ['switch-dns'],
    window: { fromOn: untilOn, why: `JM9: ${contract.parallelDays} days after the switch` },
    evidence: [
      date('endedOn', 'day on which the old server was looked at for the last time'),
      { ...date('lastUsedOn', 'last day on which a visitor or mail still reached it'), required: false },
      ...(short ? [explanation(`the days side by side reach to ${untilOn}: why they were fewer`)] : []),
      ...(busy && !short
        ? [explanation(`fewer than ${QUIET_DAYS} quiet days lie before the last look: who still used it`)]
        : []),
      file('last access and last mail on the old server', false),
    ],
    citation: citeRule('JM9', {
      section: '新サーバへの移行作業／DNS 切替',
      quote: '旧サーバも利用可能な状態にするため並行期間をお取りください。',
    }),
  });
}

export function verify({ contract, terms }: Context): Step {
  return step({
    id: 'verify',
    title: 'verify that web and mail answer from the new server',
    actor: 'customer',
    after: ['parallel-running'],
    window:
      terms.governingEndsOn === undefined
        ? {}
        : { untilOn: terms.governingEndsOn, why: 'JM6: data is deleted after the end' },
    evidence: [
      date('verifiedOn', 'day on which everything was seen on the new server'),
      file('answers of the authoritative name servers, tests of web and mail'),
    ],
    probes: settledProof(contract),
    citation: citeRule('JM9', {
      section: '移転完了',
      quote: 'サイトの閲覧やメールは新サーバにアクセスされています',
    }),
  });
}

/** Not before the end: what they bill and delete is seen only then. */
export function close({ contract, terms }: Context): Step {
  const goneFrom = terms.endsOn === undefined ? undefined : addDays(terms.endsOn, 1);
  return step({
    id: 'close',
    title: 'close: the contract has ended and is billed no more',
    actor: 'customer',
    after: ['verify', ...(contract.groupware === 'cancel' ? ['groupware-form'] : [])],
    window: goneFrom === undefined ? {} : { fromOn: goneFrom, why: `it ends on ${terms.endsOn}` },
    evidence: [
      {
        ...date('closedOn', 'day on which the end was seen to be in force'),
        ...(goneFrom === undefined ? {} : { notBefore: goneFrom }),
      },
      file('their last words, or the last bill', false),
    ],
    citation: citeRule('JM1'),
  });
}
