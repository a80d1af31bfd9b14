// The `plesk` section of a contract file: by which door kaiyaku itself is to work on the server’s Plesk, and where backups lie.
// References to keys only. And which works are then its own. Pure.
import * as z from 'zod';
import { fingerprint, oneLine, secretRef } from '../../src/contract/fields.ts';

const HOURS_MAX = 720;

export const pleskSection = z.strictObject({
  api: z
    .strictObject({
      root: z.url().describe('https://HOST:8443'),
      key: secretRef.describe(
        'secret key of the administrator (plesk bin secret_key), made for the address of the caller',
      ),
      certificate: z
        .string()
        .regex(
          /^(?:[0-9A-Fa-f]{2}:?){32}$/,
          'must be a SHA-256 fingerprint as `openssl x509 -fingerprint -sha256` prints it',
        )
        .optional()
        .describe('the one certificate that is accepted, where Plesk signs its own'),
    })
    .optional()
    .describe('the REST API (from Onyx 17.8)'),
  ssh: z
    .strictObject({
      host: oneLine,
      port: z.int().min(1).max(65_535).default(22),
      user: oneLine.default('root').describe('may run plesk bin'),
      hostKey: fingerprint,
      privateKey: secretRef.optional(),
      password: secretRef.optional(),
    })
    .optional()
    .describe('plesk bin over SSH'),
  backup: z.strictObject({
    to: z
      .string()
      .regex(/^\/[^\r\n\0]+$/, 'must be an absolute path on the server')
      .describe('folder on the server for the backups of its domains; it is there already'),
    maxAgeHours: z
      .number()
      .positive()
      .max(HOURS_MAX)
      .default(24)
      .describe('an older backup is taken again before a deletion'),
  }),
});

/** What kaiyaku itself does on the server, of one domain. */
const OWN_WORKS: ReadonlySet<string> = new Set(['back-up', 'change', 'delete']);

interface Server {
  readonly panel?: string;
  readonly plesk?: unknown;
}

/** Pattern A on a server with Plesk, and a section that says how to reach it. */
export const isOwnDomain = ({ panel, plesk }: Server, { primaryDns }: { readonly primaryDns: string }): boolean =>
  plesk !== undefined && panel === 'plesk' && primaryDns === 'own-server';

/** That work of that domain is kaiyaku’s. */
export const isOwnWork = (server: Server, work: string, domain: { readonly primaryDns: string }): boolean =>
  OWN_WORKS.has(work) && isOwnDomain(server, domain);
