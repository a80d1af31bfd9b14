// The contract file of a FortiGateVM licence on Sakura Cloud, as a schema. It says what is to end, when, which
// resources it owns and what is expected of them; never what was observed, and never a secret (references only).
// Source: sources/002 (FortiGateVMライセンス 解約概要, 2026-01-29); rules SF1–SF11.
import * as z from 'zod';
import {
  civilDate,
  civilMonth,
  digits12,
  fingerprint,
  ipAddress,
  nonEmpty,
  secretRef,
  yen,
} from '../../src/contract/fields.ts';
import { backupFields, backupItem } from '../../src/contract/backup-fields.ts';
import { terraformSection } from './terraform-section.ts';
import { dnsZones } from './dns-contract.ts';

const zone = nonEmpty.describe('zone of the resource: is1a, is1b, is1c, tk1a, tk1b or tk1v');
const resourceId = digits12.describe('resource id, 12 digits, in quotes');

const monthDay = z.string().regex(/^\d\d-\d\d$/, 'must be a day of the year like 12-29');

const fate = {
  fate: z.enum(['delete', 'keep']).default('delete').describe('delete: ends with the contract; keep: needs a reason'),
  reason: nonEmpty.optional().describe('why it is kept'),
  usedBy: z
    .array(nonEmpty)
    .default([])
    .describe('names of the other contracts that use it; it goes with the last of them'),
  ownedBy: z
    .enum(['none', 'external'])
    .default('none')
    .describe('external: another Terraform state holds it; kaiyaku never deletes it behind that state’s back'),
};

const fortigate = z
  .strictObject({
    host: nonEmpty.describe('host name or address of the management interface'),
    port: z.int().min(1).max(65535).default(22),
    hostKey: fingerprint.describe('SHA256:… as printed by `ssh-keygen -lf`; pinned, never learned'),
    user: nonEmpty.default('admin'),
    password: secretRef.optional(),
    privateKey: secretRef.optional(),
    serial: nonEmpty.describe('serial number of the licensed unit, from `get system status`'),
    hostname: nonEmpty,
    version: nonEmpty.describe('version, or the beginning of it: 7.4 or 7.4.8'),
    vdoms: z.array(nonEmpty).default([]).describe('names of the VDOMs, where they are in use'),
    reset: z.enum(['ssh', 'by-person', 'none']).default('ssh').describe('who resets it; none: route D only'),
    resetCommand: z.enum(['factoryreset-shutdown', 'factoryreset', 'factoryreset2']).default('factoryreset-shutdown'),
    legacyAlgorithms: z.boolean().default(false).describe('offer SHA-1 key exchange and CBC ciphers to this unit'),
    backupBy: z.enum(['scp', 'scp-or-show']).default('scp').describe('scp-or-show: fall back to `show`, and record it'),
    via: nonEmpty.optional().describe('id or name of an estate item that the management path runs through'),
  })
  .describe('the FortiGate behind this service');

const service = z.strictObject({
  resourceId: resourceId.describe('resource id of the FortiGateVM service, 12 digits'),
  server: z.strictObject({ id: resourceId, name: nonEmpty, zone }),
  disks: z
    .array(z.strictObject({ id: resourceId, name: nonEmpty }))
    .min(1)
    .describe('disks of the server that end with it; the first one carries FortiGateVM'),
  ownedBy: z
    .enum(['none', 'external'])
    .optional()
    .describe('external: another Terraform state holds server and disks; its owner deletes them, kaiyaku verifies'),
  fortigate,
});

const estateItem = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('router'),
    id: resourceId,
    name: nonEmpty,
    zone,
    switchId: resourceId.describe('id of the switch half of the router'),
    subnets: z
      .array(z.strictObject({ id: resourceId, network: nonEmpty.describe('203.0.113.16/28') }))
      .default([])
      .describe('additional blocks; an unlisted one refuses the deletion'),
    ipv6Net: z.strictObject({ id: resourceId, prefix: nonEmpty }).optional(),
    ...fate,
  }),
  z.strictObject({
    kind: z.literal('address'),
    ip: ipAddress,
    zone,
    ptr: nonEmpty.optional().describe('the reverse name expected on it'),
    ...fate,
  }),
  z.strictObject({ kind: z.literal('switch'), id: resourceId, name: nonEmpty, zone, ...fate }),
  z.strictObject({ kind: z.literal('packet-filter'), id: resourceId, name: nonEmpty, zone, ...fate }),
  z.strictObject({ kind: z.literal('archive'), id: resourceId, name: nonEmpty, zone, ...fate }),
  z.strictObject({ kind: z.literal('auto-backup'), id: resourceId, name: nonEmpty, zone, ...fate }),
  z.strictObject({
    kind: z.literal('disk'),
    id: resourceId,
    name: nonEmpty,
    zone,
    ...fate,
  }),
]);

const licenceFile = z.union([
  z.strictObject({ path: nonEmpty.describe('path or glob on this machine, relative to the contract file') }),
  z.strictObject({
    place: nonEmpty.describe('where else a copy lies, for a person'),
    by: z.literal('person'),
    via: nonEmpty.optional().describe('what the path to it runs through'),
  }),
]);

const dataBackup = z.union([...backupItem.options, z.strictObject({ name: nonEmpty, by: z.literal('person') })]);

const waiver = z.strictObject({
  refusal: z.string().regex(/^R\d\d$/, 'must be the id of a refusal, like R13'),
  about: nonEmpty.describe('exactly what is acknowledged, as the finding names it'),
  reason: nonEmpty,
  untilOn: civilDate.optional(),
});

/** The whole file. Cross-field rules are in `checkContract`. */
export const schema = z.strictObject({
  provider: z.literal('sakura-fortigate'),
  journal: z.uuid().optional().describe('id of the journal; written by `kaiyaku open`'),
  projectId: digits12.describe('クラウドプロジェクトID: the account id, 12 digits, in quotes'),
  memberCode: nonEmpty.describe('会員ID'),
  resourceId: resourceId.describe('リソースID of the licence service, 12 digits, in quotes'),
  serviceName: nonEmpty.describe('サービス名称'),
  planName: nonEmpty.describe('プラン名'),
  plan: z.enum(['no-term', 'term', 'archive-only']).describe('契約継続期間なし / 契約継続期間付き / アーカイブのみ'),
  term: z
    .strictObject({
      startedOn: civilDate,
      termMonths: z.int().min(1).max(120),
      termEndsOn: civilDate.optional().describe('from the licence notice; wins over the computed day'),
      renewalMonths: z.int().min(1).max(120).default(12),
    })
    .optional()
    .describe('required for plan: term'),
  monthlyFee: yen.describe('yen a month, tax included'),
  endMonth: civilMonth.optional().describe('the month the contract is to end in; required unless archive-only'),
  serviceEndsOn: z
    .union([z.literal('when-noticed'), civilDate])
    .describe('the day from which the FortiGate’s users may lose it'),
  endsOnAcknowledged: civilDate
    .optional()
    .describe('the notice’s end date, once somebody has acknowledged that it differs from the computed one'),
  engine: z
    .enum(['api', 'terraform'])
    .default('api')
    .describe('terraform: what Terraform knows is deleted by it, one approved plan an object; all else by the API'),
  terraform: terraformSection.optional().describe('for engine: terraform'),
  api: z.strictObject({
    root: z.url().default('https://secure.sakura.ad.jp/cloud/zone'),
    zones: z.array(nonEmpty).min(1).default(['is1a', 'is1b', 'is1c', 'tk1a', 'tk1b']),
    token: secretRef,
    secret: secretRef,
    requestsPerSecond: z.number().min(0.1).max(10).default(10),
  }),
  services: z.array(service).min(1),
  estate: z.array(estateItem).default([]),
  dns: dnsZones.optional().describe('DNS zones of this account whose records name addresses that end'),
  licenceFiles: z.array(licenceFile).default([]),
  runner: z
    .strictObject({ via: nonEmpty.describe('hostname, serial or server of the service it reaches the API through') })
    .optional()
    .describe('the machine that runs kaiyaku, where it stands behind a FortiGate of this contract'),
  licenceSearch: z
    .array(nonEmpty)
    .default([])
    .describe('further folders searched for copies of the licence, relative to the contract file'),
  backup: z
    .strictObject({
      to: nonEmpty.describe('folder for the configuration backups, relative to the contract file'),
      ...backupFields,
      data: z.array(dataBackup).default([]),
    })
    .describe('what must be backed up before the reset'),
  closures: z
    .array(z.strictObject({ from: monthDay, to: monthDay }))
    .optional()
    .describe('provider closures as month-day ranges; default 12-29 to 01-04'),
  marginBusinessDays: z.int().min(0).max(60).default(5),
  approvers: z
    .array(z.strictObject({ name: nonEmpty, key: nonEmpty.describe('public key line: ssh-ed25519 AAAA…') }))
    .default([]),
  approvalHours: z.number().positive().max(720).default(72),
  waivers: z.array(waiver).default([]),
  sweepAfterDays: z.int().min(0).max(60).default(0).describe('days between destruction and the sweep that closes'),
});

export type SakuraFortigateContract = z.infer<typeof schema>;
/** A contract with problems: what could be read of it. */
export type PartialContract = Partial<SakuraFortigateContract>;
export type FortigateService = SakuraFortigateContract['services'][number];
export type EstateItem = SakuraFortigateContract['estate'][number];
