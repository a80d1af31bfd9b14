// What the texts of this provider share: its desk, one line from the contract, and the lines that say who writes. Pure.
import { userError } from '../../src/base/errors.ts';
import type { RequestKnown } from '../../src/teardown/provider.ts';
import type { JmottoTransferContract } from './contract.ts';
import { factsOf, type TermsFacts } from './facts.ts';

/** The support centre, as the source names it. */
export const DESK = {
  mail: 'support@j-motto.co.jp',
  phone: '0120-70-4515',
  hours: 'weekdays 10:00–17:00; chat 9:00–18:00',
  form: 'https://www.j-motto.co.jp/00000000/terms/pdf/withdrawal_hos.pdf',
} as const;

/** Where a mail to the support centre goes. */
export const DESK_WAY = `mail to ${DESK.mail} (J-MOTTOお客様サポートセンター, ${DESK.phone}, ${DESK.hours}; the source’s own, to be confirmed before use)`;

/** One line of text that says something. Throws `request-incomplete` (user). */
export function lineOf(value: string | undefined, field: string): string {
  if (value !== undefined && value.trim() !== '' && !/[\r\n]/.test(value)) return value;
  throw userError('request-incomplete', `the text needs ${field}`, {
    why: 'what is sent back for correction was not received, and may miss the month (JM1)',
    next: `set ${field} in the contract file`,
  });
}

/** Who writes, about which contract. */
export function senderLines({ customer, domain }: JmottoTransferContract): string[] {
  return [
    `■ご契約者名:${lineOf(customer.name, 'customer.name')}`,
    `■ご契約番号:${lineOf(customer.contractNo, 'customer.contractNo')}`,
    `■ご担当者名:${lineOf(customer.contact, 'customer.contact')}`,
    ...(customer.phone === undefined ? [] : [`■お電話番号:${lineOf(customer.phone, 'customer.phone')}`]),
    `■ドメイン名:${lineOf(domain.name, 'domain.name')}`,
  ];
}

/** What is attested, where the caller knows it. */
export const factsKnown = (known: RequestKnown | undefined): TermsFacts =>
  known === undefined ? {} : factsOf(known.history);

/** What the new server answers with. Throws `request-incomplete` (user) where nothing of it is known. */
export function recordLines({ newHost }: JmottoTransferContract): string[] {
  const lines = [
    ...(newHost.webIp === undefined ? [] : [`・Web(Aレコード):${newHost.webIp}`]),
    ...(newHost.mailHost === undefined ? [] : [`・メール(MXレコード):${lineOf(newHost.mailHost, 'newHost.mailHost')}`]),
    ...newHost.nameServers.map((name) => `・ネームサーバ:${lineOf(name, 'newHost.nameServers')}`),
  ];
  if (lines.length > 0) return lines;
  throw userError('request-incomplete', 'the switch needs what to switch to', {
    next: 'set newHost.webIp, newHost.mailHost or newHost.nameServers in the contract file',
  });
}
