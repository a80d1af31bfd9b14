// The readings of what the source leaves open, each the one that is safer for the customer, and how to override it. Pure; it
// lists only those that this contract rests on now.
import type { Assumption } from '../../src/teardown/terms.ts';
import { handsOver, type JmottoTransferContract } from './contract.ts';
import { AUTHCODE_DAYS, POSTING_DAYS, TRANSFER_DAYS, transferCompleteBy, transferStartBy } from './end-dates.ts';
import type { TermsFacts } from './facts.ts';

export function assumptionsOf(contract: JmottoTransferContract, facts: TermsFacts): Assumption[] {
  const { domain, groupware, parallelDays } = contract;
  const open = facts.acceptedOn === undefined && facts.providerEndsOn === undefined;
  return [
    ...(open ? beforeReceipt(facts) : []),
    ...(contract.closures === undefined
      ? [
          {
            rule: 'JM1',
            reading:
              'the provider is closed from 29 December to 3 January; the text closes on weekends and holidays only',
            overridableBy: 'closures',
          },
        ]
      : []),
    ...(facts.acceptedOn !== undefined && facts.providerEndsOn === undefined
      ? [{ rule: 'JM1', reading: 'their reply names no end date yet: the one computed from the receipt is used' }]
      : []),
    ...(handsOver(contract) && facts.issuedOn === undefined
      ? [{ rule: 'JM3', reading: '退会届, of which the zone data need not wait, is the same form as 解除届' }]
      : []),
    ...(domain.managedHere && domain.expiresOn !== undefined && facts.transferredOn === undefined
      ? [transferReading(domain.expiresOn)]
      : []),
    ...(facts.authCodeOn !== undefined && facts.transferStartedOn === undefined
      ? [
          {
            rule: 'JM3',
            reading: `an AuthCode lives ${AUTHCODE_DAYS} days from its issue, as JPRS says of names under .jp; the text names no figure`,
          },
        ]
      : []),
    ...(facts.switchedOn === undefined ? [switcherReading(contract)] : []),
    ...(groupware === 'cancel' && facts.groupwareAcceptedOn === undefined
      ? [
          {
            rule: 'JM8',
            reading: 'the groupware’s form has the same limit as the withdrawal form; the text names none',
          },
        ]
      : []),
    ...(facts.parallelEndedOn === undefined
      ? [
          {
            rule: 'JM9',
            reading: `both servers run side by side for ${parallelDays} days after the switch; the text says “some days”`,
            overridableBy: 'parallelDays',
          },
        ]
      : []),
    {
      rule: 'JM9',
      reading:
        'the form at the beginning is the cancellation, and the closing “proceed with the old server’s cancellation” is follow-up; their reply is to confirm it',
    },
  ];
}

function beforeReceipt({ receivedOn }: TermsFacts): Assumption[] {
  return [
    {
      rule: 'JM1',
      reading: `posting and handling take ${POSTING_DAYS} days`,
      overridableBy: 'marginBusinessDays',
    },
    {
      rule: 'JM1',
      reading: `受理 is their acceptance on a business day, not the arrival; a form that is sent back was not received${receivedOn === undefined ? '' : `: it arrived on ${receivedOn}, which meets no deadline yet`}`,
    },
  ];
}

function transferReading(expiresOn: string): Assumption {
  return {
    rule: 'JM5',
    reading: `the month of validity is left at the transfer’s completion, ${TRANSFER_DAYS} days after its start: begun by ${transferStartBy(expiresOn)}; read at the start it would be ${transferCompleteBy(expiresOn)}`,
    overridableBy: 'domain.expiresOn',
  };
}

function switcherReading({ domain }: JmottoTransferContract): Assumption {
  return domain.dnsHere
    ? { rule: 'JM7', reading: 'the zone is served by J-MOTTO, so they switch it', overridableBy: 'domain.dnsHere' }
    : {
        rule: 'JM7',
        reading: 'the zone is the customer’s own, so the customer switches it',
        overridableBy: 'domain.dnsHere',
      };
}
