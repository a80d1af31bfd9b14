// The contract file of a change of hosting plan at flxsrv (EX-CLOUD), as a schema: which plan is left for which, on which
// planned days, with which domains. Prices are data of this file, tax included, as the order form shows them; never constants.
// Source: sources/003 (プラン変更について); rules FX1–FX7.
import * as z from 'zod';
import { dnsSection } from '../../src/contract/dns-section.ts';
import { civilDate, ipAddress, nonEmpty, yen } from '../../src/contract/fields.ts';
import { backupSection } from '../../src/contract/backup-fields.ts';
import { sharedFields } from '../../src/contract/shared-fields.ts';

/** Goes into a ticket as one line. */
const line = nonEmpty.regex(/^[^\r\n]*\S[^\r\n]*$/, 'must be one line that says something');
/** No plan is dearer; beyond it a price is a typing error, and an extension would leave the calendar. */
export const PRICE_YEN_MAX = 100_000_000;
const price = yen.min(1, 'must be at least 1 yen').max(PRICE_YEN_MAX, `must be at most ${PRICE_YEN_MAX} yen`);

const planName = line.describe('name of the plan, as the provider writes it: VPS-2(Plesk)');
const initialFee = yen
  .max(PRICE_YEN_MAX)
  .default(0)
  .describe('初期費用 in yen, tax included; 0 where the plan has none (VPS)');

const oldPlan = z
  .discriminatedUnion('billing', [
    z.strictObject({
      name: planName,
      billing: z.literal('yearly').describe('年払い'),
      yearlyPrice: price.describe('旧プラン年額: yen a year, tax included, as it was paid'),
      endsOn: civilDate.describe('last day of the year that is paid; the next one renews it'),
    }),
    z.strictObject({
      name: planName,
      billing: z.literal('monthly').describe('月払い'),
      monthlyFee: price.describe('yen a month, tax included'),
      endsOn: civilDate.optional().describe('last day that is paid, where it is to be left before it renews'),
    }),
  ])
  .describe('現行のプラン: the plan that is left');

const newPlan = z
  .discriminatedUnion('billing', [
    z.strictObject({
      name: planName,
      billing: z.literal('monthly').describe('月払い'),
      monthlyFee: price.describe('月額費用 in yen, tax included, from the order form'),
      initialFee,
    }),
    z.strictObject({
      name: planName,
      billing: z.literal('yearly').describe('年払い'),
      yearlyPrice: price.describe('年額 in yen, tax included, from the order form'),
      initialFee,
    }),
  ])
  .describe('移行予定のプラン: the plan that is ordered');

const domain = z.strictObject({
  name: line.describe('domain name'),
  dnsHere: z.boolean().describe('its zone is edited in the provider’s control panel (DNSゾーン)'),
  linked: z
    .union(
      [z.literal('none'), z.string().regex(/^#\d+( \S.*)?$/)],
      'must be none (the panel shows N/A), or "#NNNN name" in quotes, as the panel shows it',
    )
    .default('none')
    .describe('契約で使用済み in すべてのマイドメイン: none for N/A, else "#1234 name"; in quotes, # begins a comment'),
  zoneExport: line
    .optional()
    .describe('file with all rows of its zone before the edit, as the panel exports or shows them (name, type, value)'),
});

/** The whole file. Cross-field rules are in `checkContract`. */
export const schema = z.strictObject({
  provider: z.literal('flxsrv-plan-change'),
  ...sharedFields,
  contractName: line.describe('対象契約名: the contract as the control panel names it'),
  oldPlan,
  newPlan,
  dates: z
    .strictObject({
      ticketOn: civilDate.describe('the first trouble ticket is sent; its month begins one reading of the months left'),
      orderOn: civilDate.describe('the new plan is ordered, after the reply to the first ticket'),
      openOn: civilDate.describe('the new plan is expected to open (開通); early in a month is cheaper (FX3)'),
      switchOn: civilDate.describe('DNS is switched to the new server'),
    })
    .describe('planned days; what is attested replaces them'),
  agreed: z
    .strictObject({
      monthsLeft: z.int().min(0).max(120).optional().describe('残月数, as the provider answered'),
      price: z
        .enum(['one-fee', 'twelve-fees'])
        .optional()
        .describe('新プラン料金 of a monthly plan, as the provider answered'),
    })
    .optional()
    .describe('answers to the questions of the first ticket; each takes the other readings away'),
  endsOnAcknowledged: civilDate
    .optional()
    .describe('the old plan’s end as the provider set it, once somebody has acknowledged that it comes too early'),
  domains: z.array(domain).min(1).describe('every domain that is served by the old plan'),
  backup: backupSection.optional(),
  oldServerIp: ipAddress.describe('address of the old server; no DNS row may keep it'),
  newServerIp: ipAddress.optional().describe('address of the new server; known once it is open'),
  dns: dnsSection
    .optional()
    .describe('whom to ask: with it a zone counts as switched only when every one of these servers shows it'),
  panelUrl: z.url().default('https://hspc.flxsrv.jp/cp').describe('control panel, as the source names it'),
});

export type FlxsrvPlanChangeContract = z.infer<typeof schema>;
export type FlxsrvDomain = FlxsrvPlanChangeContract['domains'][number];

/** FX7: support must take the link away before the zone can be edited. */
export const linkedDomains = ({ domains }: Pick<FlxsrvPlanChangeContract, 'domains'>): FlxsrvDomain[] =>
  domains.filter(({ dnsHere, linked }) => dnsHere && linked !== 'none');
