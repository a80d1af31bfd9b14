// What the platform will do later, as data: it lives in the state, so a snapshot or a roll-back carries it along.
import * as z from 'zod';
import { raw } from './fields.ts';

const at = { atMs: z.number() };

export const pendingEvent = z.discriminatedUnion('kind', [
  z.strictObject({
    ...at,
    kind: z.literal('power'),
    zone: z.string(),
    collection: z.enum(['servers', 'appliances']),
    id: z.string(),
    status: z.enum(['up', 'cleaning', 'down']),
  }),
  z.strictObject({
    ...at,
    kind: z.literal('ready'),
    zone: z.string(),
    collection: z.enum(['disks', 'archives', 'routers', 'appliances']),
    id: z.string(),
  }),
  z.strictObject({
    ...at,
    kind: z.literal('restore'),
    rows: z.array(
      z.strictObject({
        zone: z.string().nullable(),
        collection: z.string(),
        /** Id or, for a reverse name, the address. */
        id: z.string(),
        /** Whole: the object as it was, put back if it is missing. Else: fields as they were, for an object that is there. */
        whole: z.boolean(),
        row: raw,
      }),
    ),
  }),
]);

/** `power`: Instance.Status changes. `ready`: a copy or creation ends. `restore`: the fault `comes-back`. */
export type PendingEvent = z.output<typeof pendingEvent>;

type WithoutTime<T> = T extends unknown ? Omit<T, 'atMs'> : never;
/** One that is still to get its time. */
export type NewEvent = WithoutTime<PendingEvent>;
