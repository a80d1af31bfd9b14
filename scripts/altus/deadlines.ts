// Every day by which something must have happened, for one contract: telling and returning (AL1), domains (AL2),
// certificates of others (AL3), and the day by which everything is gone (AL8). Pure.
import { isProvisional, subtractBusinessDays } from '../../src/calendar/business-days.ts';
import { type CivilDate, formatWithSlashes } from '../../src/calendar/civil-date.ts';
import { sendingDays } from '../../src/teardown/sending-days.ts';
import type { Deadline } from '../../src/teardown/terms.ts';
import type { AltusContract } from './contract.ts';
import { domainEndsOn, tellDays } from './end-dates.ts';
import { citeRule } from './explain.ts';
import type { NumberFacts } from './facts.ts';
import { closuresOf, RETURN_SPARE_BUSINESS_DAYS, TAKE_DOWN } from './schedule.ts';
import { orderOf } from './order.ts';

export function deadlinesOf(
  contract: AltusContract,
  numbers: readonly NumberFacts[],
  governingEndsOn: CivilDate | undefined,
  todayOn: CivilDate,
): Deadline[] {
  return [
    ...numbers.flatMap((one) => [...tellDeadline(contract, one, todayOn), ...returnDeadline(contract, one, todayOn)]),
    ...contract.domains.flatMap((_, at) => domainDeadline(contract, at, todayOn)),
    ...contract.certificates.flatMap((_, at) => certificateDeadline(contract, at, todayOn)),
    ...(governingEndsOn === undefined ? [] : goneDeadline(contract, governingEndsOn, todayOn)),
  ];
}

/** Met on the day sales was told; sending alone is not telling. */
function tellDeadline(contract: AltusContract, facts: NumberFacts, todayOn: CivilDate): Deadline[] {
  if (facts.toldOn !== undefined || facts.endsOn !== undefined) return [];
  const { limitOn, ...days } = tellDays(contract.endOn, contract.marginBusinessDays, closuresOf(contract));
  return [
    {
      rule: 'AL1',
      what: `sales is told of the cancellation of ${facts.number}, to end on ${contract.endOn}`,
      who: 'customer',
      on: limitOn,
      ...days,
      provisional: isProvisional(days.recommendedOn, limitOn, todayOn, closuresOf(contract)),
      stake: lateStake(contract),
      metBy: [facts.notifyStep],
      field: ['endOn'],
      citation: citeRule('AL1'),
    },
  ];
}

/** A late return stays a finding until the provider has named the end all the same. */
function returnDeadline(contract: AltusContract, facts: NumberFacts, todayOn: CivilDate): Deadline[] {
  const { limitOn, latestOn } = tellDays(contract.endOn, contract.marginBusinessDays, closuresOf(contract));
  const inTime = facts.returnArrivedOn !== undefined && facts.returnArrivedOn <= limitOn;
  if (inTime || facts.endsOn !== undefined) return [];
  const sent = facts.returnSentOn !== undefined;
  const recommendedOn = subtractBusinessDays(latestOn, RETURN_SPARE_BUSINESS_DAYS, closuresOf(contract));
  return [
    {
      rule: 'AL1',
      what: `the notice of cancellation (解約通知書) of ${facts.number} has arrived, filled in`,
      who: sent ? 'provider' : 'customer',
      on: limitOn,
      ...(sent ? {} : { latestOn, recommendedOn }),
      provisional: isProvisional(recommendedOn, limitOn, todayOn, closuresOf(contract)),
      stake: lateStake(contract),
      field: ['endOn'],
      citation: { ...citeRule('AL1'), quote: '解約通知書に必要事項をご記入頂き、弊社宛にご返送下さい。' },
    },
  ];
}

const lateStake = ({ endOn, monthlyFee }: AltusContract): string =>
  `too late: it ends after ${endOn}${monthlyFee === undefined ? '' : `, ${monthlyFee} yen for each month`}`;

function domainDeadline(contract: AltusContract, at: number, todayOn: CivilDate): Deadline[] {
  const domain = contract.domains[at]!;
  const endsOn = domainEndsOn(domain);
  if (endsOn === undefined) return [];
  return [
    {
      rule: 'AL2',
      what: `${domain.name} is cancelled (${domain.disposition}) for ${formatWithSlashes(endsOn)}`,
      who: 'customer',
      ...sendingDays(endsOn, contract.marginBusinessDays, { todayOn, closures: closuresOf(contract) }),
      stake: `renewed on ${domain.nextRenewalOn}${
        domain.renewalFee === undefined ? '' : `, ${domain.renewalFee} yen`
      }; an abolished name cannot be had back after a while`,
      metBy: ['cancel-domains'],
      field: ['domains', at, 'nextRenewalOn'],
      citation: citeRule('AL2'),
    },
  ];
}

/** Those of the provider expire by themselves. */
function certificateDeadline(contract: AltusContract, at: number, todayOn: CivilDate): Deadline[] {
  const { commonName, issuer, expiresOn } = contract.certificates[at]!;
  if (issuer === 'gmo') return [];
  return [
    {
      rule: 'AL3',
      what: `the issuer is asked whether the certificate of ${commonName} (${issuer}) has to be cancelled`,
      who: 'customer',
      ...sendingDays(expiresOn, contract.marginBusinessDays, { todayOn, closures: closuresOf(contract) }),
      stake: 'a renewal that nobody needs may be billed by its issuer',
      metBy: ['settle-certificates'],
      field: ['certificates', at, 'expiresOn'],
      citation: { ...citeRule('AL3'), quote: '詳しくは当該証明書発行機関へお問い合わせください。' },
    },
  ];
}

function goneDeadline(contract: AltusContract, endsOn: CivilDate, todayOn: CivilDate): Deadline[] {
  const metBy = orderOf(contract).flatMap(({ id, notNeeded }) =>
    TAKE_DOWN.has(id) && notNeeded === undefined ? [id] : [],
  );
  if (metBy.length === 0) return [];
  return [
    {
      rule: 'AL8',
      what: 'every Plesk licence, address and KLS-… server of the package is gone',
      who: 'customer',
      ...(contract.serviceEndsOn === undefined ? {} : { fromOn: contract.serviceEndsOn }),
      ...sendingDays(endsOn, contract.marginBusinessDays, { todayOn, closures: closuresOf(contract) }),
      stake: `what is left keeps the contract alive${
        contract.monthlyFee === undefined ? '' : `, ${contract.monthlyFee} yen for each month`
      }`,
      metBy,
      field: ['endOn'],
      citation: citeRule('AL8'),
    },
  ];
}
