// Field shapes that every object of a world file shares. A world file may leave out whatever has a default.
import * as z from 'zod';
import { parseBlock, ipToNumber } from '../ipv4.ts';

/** An id: up to 12 digits, as text or as a number; kept as text. */
export const id = z
  .union([z.string().regex(/^\d{1,12}$/, 'an id has 1 to 12 digits'), z.int().positive()])
  .transform(String);
export const idOrNull = id.nullable().default(null);
export const ipv4 = z.string().refine((text) => ipToNumber(text) !== undefined, 'not an IPv4 address');
export const block = z
  .string()
  .refine((text) => parseBlock(text) !== undefined, 'not an IPv4 block (203.0.113.0/28, host bits zero)');
/** JSON as the API has it, passed through unread. */
export const raw = z.record(z.string(), z.unknown());

const instant = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), 'not an RFC 3339 time')
  .default('2024-04-01T00:00:00+09:00');

/** What every named object has. */
export const named = {
  id,
  name: z.string().default(''),
  description: z.string().default(''),
  tags: z.array(z.string()).default([]),
  iconId: idOrNull,
  createdAt: instant,
  modifiedAt: instant,
  /** Milliseconds since the epoch until which every change of it answers 423 `locked`. */
  lockedUntilMs: z.number().nullable().default(null),
};

export const availability = z
  .enum(['available', 'uploading', 'failed', 'migrating', 'transfering', 'discontinued', ''])
  .default('available');
/** Instance.Status. */
export const power = z.enum(['up', 'cleaning', 'down', '']).default('down');
