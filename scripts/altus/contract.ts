// The contract file of a CMS package on GMO Cloud ALTUS Basic, as a schema: which contract numbers are to end, when, and
// every domain, certificate, licence, address and server that belongs to them. Never what was observed, never a secret.
// Source: CMS パッケージ解約手順書 01版 (2015-11); rules AL1–AL8.
import * as z from 'zod';
import { civilDate, domainName, oneLine, secretRef, yen } from '../../src/contract/fields.ts';
import { dnsSection } from '../../src/contract/dns-section.ts';
import { backupSection } from '../../src/contract/backup-fields.ts';
import { registrySection } from '../../src/contract/registry-section.ts';
import { sharedFields } from '../../src/contract/shared-fields.ts';

const globalIp = z.ipv4('must be a global IPv4 address like 203.0.113.10');

const contractNumber = z.string().regex(/^\S+$/, 'must be a contract number like G1002001');

const domain = z.strictObject({
  name: domainName.describe('domain name as the account manager lists it: example.com'),
  kind: z.enum(['generic-or-cc', 'jp']).describe('一般・国別 or 汎用・属性型JP: the transfer differs'),
  disposition: z
    .enum(['keep', 'abolish', 'transfer'])
    .describe('keep: nothing is cancelled; abolish: 廃止する; transfer: 他社へ移転し、引き続き利用する'),
  nextRenewalOn: civilDate.optional().describe('次回更新日; required unless it is kept'),
  cancel: z
    .union([z.literal('term-end'), civilDate], 'must be term-end, or a date like 2027-05-29')
    .default('term-end')
    .describe('term-end: 契約満了日(次回更新日の前日); a date: 指定した日付け, before the renewal'),
  managedHere: z
    .boolean()
    .default(true)
    .describe('ドメイン名管理代行 is in use; without it only the box of the domain is ticked'),
  contractNumber: contractNumber.optional().describe('契約番号 it is listed under, where there are several'),
  renewalFee: yen.optional().describe('yen for the renewal that is missed when it is cancelled too late'),
});

const certificate = z.strictObject({
  commonName: oneLine,
  issuer: z.enum(['gmo', 'globalsign', 'third-party']).describe('gmo: bought from the provider, needs no cancellation'),
  expiresOn: civilDate,
});

/** A data volume or snapshot of the servers: it outlives them, and goes on being billed. */
const storageItem = z.strictObject({
  kind: z.enum(['volume', 'snapshot']),
  id: z
    .string()
    .regex(/^[0-9A-Za-z-]+$/, 'must be an id as the API lists it')
    .describe('id as the API, or a finding R04, names it'),
  name: oneLine.describe('its name, as the second witness'),
  fate: z.enum(['delete', 'keep']).default('delete').describe('keep: it stays, and is billed on; needs a reason'),
  reason: oneLine.optional(),
});

/** Of the API that kaiyaku itself is to work with. */
const api = z.strictObject({
  endpoint: z.url().describe('https://HOST/client/api'),
  zone: oneLine.describe('name of the zone, as the API lists it'),
  account: oneLine.optional().describe('name of the account that the key must belong to (R06)'),
  apiKey: secretRef,
  secretKey: secretRef,
  storage: z
    .array(storageItem)
    .default([])
    .describe('volumes and snapshots of the servers; one that is not listed is R04'),
});

const dns = dnsSection
  .extend({
    names: z
      .array(domainName)
      .min(1)
      .optional()
      .describe('every name of a zone whose servers do not hand it over whole: they are then asked name by name'),
  })
  .describe('with it no address is released while a name server still names it (R13)');

/** The whole file. Cross-field rules are in `checkContract`. */
export const schema = z.strictObject({
  provider: z.literal('altus'),
  ...sharedFields,
  contractNumbers: z.array(contractNumber).min(1).describe('契約番号; each is cancelled by itself (AL7)'),
  endOn: civilDate.describe('解約希望日: the day on which it is to end'),
  endsOnAcknowledged: civilDate
    .optional()
    .describe('the provider’s end date, once somebody has acknowledged that it differs from the expected one'),
  serviceEndsOn: civilDate
    .optional()
    .describe('first day on which its users may lose the service; nothing is taken down before (R21)'),
  customer: z
    .strictObject({ company: oneLine, person: oneLine, phone: oneLine.optional(), mail: oneLine.optional() })
    .optional()
    .describe('who cancels; the notice to sales needs it'),
  sales: z
    .strictObject({ mail: oneLine, person: oneLine.optional() })
    .optional()
    .describe('your contact in sales; the source publishes none'),
  domains: z.array(domain).default([]),
  registry: registrySection
    .optional()
    .describe('with it the domains are held against their registries before they are cancelled (R29); {} is enough'),
  certificates: z.array(certificate).default([]),
  plesk: z
    .array(z.strictObject({ serverIp: z.ipv4('must be an IPv4 address like 203.0.113.10') }))
    .default([])
    .describe('Plesk licences, by the IP address of their server'),
  network: oneLine.optional().describe('name of the network that the addresses belong to, as the console lists it'),
  addresses: z.array(globalIp).default([]).describe('the global IPs that the partner named at contract time'),
  sourceNatAddress: globalIp.optional().describe('the source-NAT address of the network; never released (AL5)'),
  dns: dns.optional(),
  servers: z
    .array(z.string().regex(/^KLS-\S+$/, 'must be a server name like KLS-0001'))
    .default([])
    .describe('names of the virtual servers of the package'),
  cloudstack: z
    .strictObject({
      endpoint: z.url().describe('API endpoint of the console'),
      zone: oneLine,
      apiKey: secretRef,
      secretKey: secretRef,
    })
    .optional()
    .describe('API of the console; references to keys only. A note: persons do the steps'),
  api: api
    .optional()
    .describe(
      'with it kaiyaku itself releases the addresses, destroys and expunges the servers; without it persons do',
    ),
  backup: backupSection.optional(),
  backups: z.array(oneLine).default([]).describe('what a person has to back up: web content, databases, mail, zones'),
  coolDownDays: z
    .int()
    .min(0)
    .max(14)
    .default(1)
    .describe('days between destroying a server and expunging it, while it can perhaps be recovered'),
  monthlyFee: yen.optional().describe('yen a month, tax included, of everything that ends; prices being late'),
});

export type AltusContract = z.infer<typeof schema>;
/** A contract whose estate kaiyaku takes down itself. */
export type ApiContract = AltusContract & { readonly api: NonNullable<AltusContract['api']> };
export const hasApi = (contract: AltusContract): contract is ApiContract => contract.api !== undefined;

export type AltusDomain = AltusContract['domains'][number];
