// The contract file of leaving J-MOTTO's hosting, as a schema: what ends when, which domain moves, where to, on which planned
// days. The fee is data of this file, tax included; never a constant. Secrets (the AuthCode) never stand here.
// Source: sources/004 (ホスティングサービス移管(概要)); rules JM1–JM9.
import * as z from 'zod';
import { dnsSection } from '../../src/contract/dns-section.ts';
import { civilDate, civilMonth, domainName, ipAddress, nonEmpty, yen } from '../../src/contract/fields.ts';
import { registrySection } from '../../src/contract/registry-section.ts';
import { backupSection } from '../../src/contract/backup-fields.ts';
import { sharedFields } from '../../src/contract/shared-fields.ts';

/** Goes into a letter as one line. */
const line = nonEmpty.regex(/^[^\r\n]*\S[^\r\n]*$/, 'must be one line that says something');

/** Old and new server run side by side for two weeks unless the contract says otherwise. */
export const PARALLEL_DAYS_DEFAULT = 14;

const domain = z.strictObject({
  name: line.describe('domain name'),
  managedHere: z.boolean().describe('registered through J-MOTTO: it has to be transferred, with an AuthCode'),
  dnsHere: z.boolean().describe('its zone is served by J-MOTTO: they switch it, by appointment'),
  expiresOn: civilDate.optional().describe('有効期限 of the domain, from its registration; required when managedHere'),
});

const newHost = z.strictObject({
  name: line.describe('移管先: the company that takes over'),
  contact: line.optional().describe('where zone data and AuthCode are handed to'),
  webIp: ipAddress.optional().describe('address of the new web server'),
  mailHost: line.optional().describe('host name of the new mail server (MX)'),
  nameServers: z.array(line).default([]).describe('name servers of the new host, where the delegation changes'),
});

const dns = dnsSection
  .extend({
    oldAddresses: z
      .array(ipAddress)
      .min(1)
      .describe('addresses of the old server (web, mail): nothing may name them after the switch'),
    webNames: z
      .array(domainName)
      .min(1)
      .optional()
      .describe('names that newHost.webIp answers for; without it the domain alone'),
    names: z
      .array(domainName)
      .min(1)
      .optional()
      .describe('every name of the zone, from the zone data (ZONE情報): for servers that do not transfer it to you'),
  })
  .describe('whom to ask: with it the switch counts only when every one of these servers shows it');

const registry = registrySection
  .extend({
    registrarAfter: line
      .optional()
      .describe('the new registrar as RDAP shows it, or IANA’s number of it; names under .jp show none'),
  })
  .describe('with it the domain is held against its registry before the transfer (R29) and after it; {} is enough');

/** The whole file. Cross-field rules are in `checkContract`. */
export const schema = z.strictObject({
  provider: z.literal('jmotto-transfer'),
  ...sharedFields,
  customer: z
    .strictObject({
      name: line.describe('ご契約者名: the company, as in the contract papers'),
      contractNo: line.describe('number of the contract, from the papers that were sent at its start'),
      contact: line.describe('ご担当者名'),
      phone: line.optional().describe('telephone of the contact'),
    })
    .describe('who writes; 現在のご契約内容は導入時にお送りしている書面'),
  monthlyFee: yen.describe('yen a month, tax included: what another month costs'),
  endMonth: civilMonth.describe('the month the contract is to end in; it ends on its last day'),
  endsOnAcknowledged: civilDate
    .optional()
    .describe('the end date in the provider’s own words, once somebody has acknowledged that it is another one'),
  domain: domain.describe('the domain of the contract, and who holds it'),
  newHost: newHost.describe('where web and mail go'),
  dates: z
    .strictObject({
      prepareOn: civilDate.describe(
        'the new server is ordered and the preparation begins; 3 to 6 weeks before the switch',
      ),
      switchOn: civilDate.describe('作業希望日: DNS is switched'),
      switchAt: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time like 10:00')
        .optional()
        .describe('作業希望時刻, in Japan; needed for the appointment'),
    })
    .describe('planned days; what is attested replaces them'),
  parallelDays: z
    .int()
    .min(1)
    .max(90)
    .default(PARALLEL_DAYS_DEFAULT)
    .describe('days after the switch on which both servers are kept: visitors and mail may reach either'),
  dns: dns.optional(),
  registry: registry.optional(),
  backup: backupSection.optional(),
  groupware: z.enum(['keep', 'cancel']).describe('グループウェア: cancel needs a form of its own'),
});

export type JmottoTransferContract = z.infer<typeof schema>;

/** Zone data or an AuthCode come from J-MOTTO, to be handed on (JM3). */
export const handsOver = ({ domain: { managedHere, dnsHere } }: Pick<JmottoTransferContract, 'domain'>): boolean =>
  managedHere || dnsHere;
