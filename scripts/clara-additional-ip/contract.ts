// The contract file of an additional IP address at Clara, as a schema: the address, the domains that hang on it and what
// becomes of each, who signs, and when it is to end. Never what was observed, never a secret.
// Source: Clara's FAQ on ending an additional IP address (2022); rules CL1–CL10.
import * as z from 'zod';
import { dnsSection } from '../../src/contract/dns-section.ts';
import { civilDate, civilMonth, domainName, ipAddress, oneLine, yen } from '../../src/contract/fields.ts';
import { backupSection } from '../../src/contract/backup-fields.ts';
import { sharedFields } from '../../src/contract/shared-fields.ts';
import { pleskSection } from './plesk-section.ts';
import { type ClaraServer, serverSchema } from './server.ts';

const domain = z.strictObject({
  name: domainName.describe('domain name: example.jp'),
  fate: z.enum(['delete', 'move']).describe('delete: 今後利用しない; move: it goes on with the main IP address'),
  primaryDns: z
    .enum(['own-server', 'other-company', 'provider'])
    .describe('where its primary DNS runs: DNSパターン A, B or C'),
  registrar: z.enum(['clara', 'other']).describe('ドメインの取得元'),
  hostRegistered: z.boolean().describe('a host object (ホスト登録, glue) of it names the additional IP address'),
  hostNames: z.array(domainName).default([]).describe('the registered host names: ns1.example.jp'),
  abolish: z.boolean().default(false).describe('the name itself is given up at its registrar as well (CL4)'),
  records: z
    .array(oneLine)
    .default([])
    .describe('names whose records hold the additional IP: example.jp, www.example.jp'),
  dnsCompany: oneLine.optional().describe('pattern B: who runs its name servers'),
  notBefore: civilDate.optional().describe('first day on which it may be changed or deleted'),
});

const planChange = z
  .strictObject({
    service: z.enum([
      'clara-cloud-flex',
      'flex-mini-cube',
      'flex-web',
      'kusanagi-with-cube',
      'flex-mini',
      'flex-mini-2',
      'fps',
      'vps',
    ]),
    oldMonthlyFee: yen,
    newMonthlyFee: yen,
    changeOn: civilDate.describe('day of the change'),
    prepaidUntil: civilDate.describe('last day of the year that is paid'),
    osSupported: z.boolean().describe('the operating system is still supported'),
    downgradeFee: yen.optional().describe('yen, tax included, that a downgrade costs, where it does'),
  })
  .describe('a change of plan instead of an end, to see its price (CL10); a year is paid in advance');

/** The whole file. Cross-field rules are in `checkContract`. */
export const schema = z.strictObject({
  provider: z.literal('clara-additional-ip'),
  ...sharedFields,
  customerNumber: oneLine.describe('お客様番号'),
  service: oneLine.describe('対象サービス名: the server’s service, which goes on'),
  serverHost: oneLine.describe('サーバホスト名'),
  additionalIp: ipAddress.describe('追加IPアドレス: what ends'),
  mainIp: ipAddress.describe('本体IPアドレス: what stays'),
  endMonth: civilMonth.describe('解約希望月: it ends on the last day of this month'),
  endsOnAcknowledged: civilDate
    .optional()
    .describe('the provider’s end date, once somebody has acknowledged that it differs from the expected one'),
  formMayArriveEarly: z
    .boolean()
    .default(false)
    .describe(
      'true: Clara has confirmed that the month on the form counts, so that it may arrive before the month before',
    ),
  openedOn: civilDate.describe('開通日'),
  minimumTermMonths: z
    .int()
    .min(0)
    .max(120)
    .describe('最低利用期間 in months, counted from the month after the opening'),
  minimumTermEndsOn: civilDate
    .optional()
    .describe('last day of the minimum term by a special agreement (特約); it wins'),
  monthlyFee: yen.describe('yen a month for the additional IP address, tax included'),
  panel: z.enum(['plesk', 'webmin', 'none']).describe('control panel of the server'),
  plesk: pleskSection
    .optional()
    .describe(
      'with it kaiyaku itself backs up, moves and deletes the domains of pattern A in Plesk; without it persons do',
    ),
  domains: z.array(domain).default([]).describe('every domain that hangs on the additional IP address'),
  dns: dnsSection
    .extend({
      providerDomains: z
        .array(domainName)
        .optional()
        .describe(
          'domains of Clara’s own name servers: with them primaryDns is held against what NS and SOA say (R28)',
        ),
      knownZone: domainName
        .optional()
        .describe('a zone that these servers go on answering for: with it a deleted domain is proven gone'),
    })
    .optional()
    .describe('whom to ask: with it a domain that moves counts only when every one of these servers is clean'),
  server: serverSchema.optional(),
  backup: backupSection.optional(),
  mailClients: oneLine.optional().describe('whose mail clients may have the additional IP as server, for the notice'),
  contact: z
    .strictObject({
      company: oneLine.describe('full legal name, with its legal form: 株式会社…'),
      person: oneLine,
      registered: z.boolean().describe('the person is registered with Clara (ご登録の担当者)'),
      phone: oneLine.optional(),
      mail: oneLine.optional(),
    })
    .optional()
    .describe('who cancels; the form and the letters need it'),
  seal: z
    .enum(['company', 'office-holder', 'staff'])
    .optional()
    .describe('the seal on the form: 社印・公印, 役職者印; a staff member’s is refused (CL7); electronic ones will do'),
  quietDays: z.int().min(0).max(30).default(3).describe('days without use of the old address before it is verified'),
  ttlDays: z.int().min(0).max(14).default(2).describe('days from lowering the TTL to the switch'),
  leadBusinessDays: z
    .int()
    .min(0)
    .max(30)
    .default(5)
    .describe('full business days that Clara, a registrar or another company is given for what is asked of it'),
  extension: z
    .strictObject({ untilMonth: civilMonth })
    .optional()
    .describe('for the request of an extension after acceptance (CL9)'),
  withdrawal: z.strictObject({ reason: oneLine }).optional().describe('for the request of a withdrawal (CL9)'),
  planChange: planChange.optional(),
});

export type ClaraContract = z.infer<typeof schema>;
export type ClaraDomain = ClaraContract['domains'][number];
export type PlanChange = NonNullable<ClaraContract['planChange']>;

/** A contract whose server kaiyaku works on. */
export type ServerContract = ClaraContract & { readonly server: ClaraServer };
export const hasServer = (contract: ClaraContract): contract is ServerContract => contract.server !== undefined;

/** The domain's zone lies on the server, and kaiyaku works on it. */
export const zoneOnServer = (
  { server }: Pick<ClaraContract, 'server'>,
  { name, primaryDns }: Pick<ClaraDomain, 'name' | 'primaryDns'>,
): ClaraServer['bind']['zones'][number] | undefined =>
  primaryDns === 'own-server' ? server?.bind.zones.find((one) => one.name === name) : undefined;
