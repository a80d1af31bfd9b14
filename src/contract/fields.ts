// The field kinds that contract files of every provider share. Each says in one sentence what was expected.
import * as z from 'zod';

export const nonEmpty = z.string().min(1, 'must not be empty');
/** What stands in a line of a letter: a line break would put words of one's own below it. */
export const oneLine = z.string().regex(/^(?=.*\S)[^\r\n]+$/, 'must be one line of text');
/** Letters of any language, as names are written since IDNA; no scheme, no path. */
export const domainName = z
  .string()
  .max(253)
  .regex(
    /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u,
    'must be a domain name like example.jp',
  );
/** Ids are text: YAML would read an unquoted one as a number, and a leading zero would be lost. */
export const digits12 = z.string().regex(/^\d{12}$/, 'must be 12 digits in quotes, like "113000000001"');
export const civilDate = z.iso.date('must be a date like 2026-12-31');
export const civilMonth = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month like 2026-12');
export const yen = z.int('must be whole yen').min(0, 'must not be negative');
export const fingerprint = z
  .string()
  .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'must be a fingerprint as `ssh-keygen -lf` prints it: SHA256:… (43 characters)');
export const ipAddress = z.union([z.ipv4(), z.ipv6()], 'must be an IPv4 or IPv6 address');

/** A reference to a secret: `env:NAME`, `file:PATH` or `command: [argv…]`. The secret itself never stands in a contract. */
export const secretRef = z.union(
  [
    z.string().regex(/^env:[A-Za-z_][A-Za-z0-9_]*$/),
    z.string().regex(/^file:.+$/),
    z.strictObject({ command: z.array(nonEmpty).min(1) }),
  ],
  'must be a reference: env:NAME, file:PATH or {command: [argv…]}',
);
export type SecretRef = z.infer<typeof secretRef>;
