// Objects without a zone, as a world file writes them (facts §6).
import * as z from 'zod';
import { availability, id, named, raw } from './fields.ts';

/**
 * A CommonServiceItem: dns, gslb, proxylb, simplemon, localrouter, autoscale, sim…
 * `settings` and `status` are API JSON: `{DNS:{ResourceRecordSets:[{Name,Type,RData,TTL}]}}`, `{Zone:'example.jp'}`.
 */
export const item = z.strictObject({
  ...named,
  class: z.string().min(1),
  availability,
  settings: raw.default({}),
  status: raw.default({}),
});

export const note = z.strictObject({
  ...named,
  availability,
  scope: z.enum(['user', 'shared']).default('user'),
  class: z.string().default('shell'),
  content: z.string().default(''),
});
export const sshKey = z.strictObject({ ...named, publicKey: z.string().default('') });
export const icon = z.strictObject({
  ...named,
  availability,
  scope: z.enum(['user', 'shared']).default('user'),
});
export const license = z.strictObject({ ...named, licenseInfoId: id.default('10001') });

/** `resourceId`: when that object is gone, the line's ContractEndAt is set to that moment. */
export const bill = z.strictObject({
  id,
  date: z.string(),
  amount: z.int().default(0),
  paid: z.boolean().default(true),
  details: z
    .array(
      z.strictObject({
        contractId: id,
        resourceId: id.nullable().default(null),
        description: z.string().default(''),
        amount: z.int().default(0),
        serviceClassId: id.default('50050'),
        serviceClassPath: z.string().default(''),
        usage: z.int().default(0),
        formattedUsage: z.string().default(''),
        zone: z.string().default(''),
        contractEndAt: z.string().nullable().default(null),
      }),
    )
    .default([]),
});
