// The server on which kaiyaku itself works, as a section of the contract file: its name server and its web server (pattern A, without
// Plesk). References to credentials only. Cross-field rules are in check-server.ts.
import * as z from 'zod';
import { domainName, fingerprint, nonEmpty, oneLine, secretRef } from '../../src/contract/fields.ts';

const path = z.string().regex(/^\/[^\0\n]*$/, 'must be a path from the root, like /etc/bind/named.conf');
const argv = z.array(nonEmpty).min(1);

const ssh = z
  .strictObject({
    host: oneLine,
    port: z.int().min(1).max(65_535).default(22),
    user: oneLine,
    hostKey: fingerprint,
    privateKey: secretRef.optional(),
    password: secretRef.optional(),
  })
  .describe('how the server is reached; without it kaiyaku runs on the server itself');

const zone = z.strictObject({
  name: domainName.describe('a domain of this contract'),
  file: oneLine.optional().describe('its master file; relative to directory'),
  update: z
    .strictObject({
      server: oneLine.describe('its primary: 192.0.2.53 or 192.0.2.53:5353'),
      key: oneLine.describe('name of the TSIG key'),
      algorithm: z.enum(['hmac-sha256', 'hmac-sha384', 'hmac-sha512', 'hmac-sha1']).default('hmac-sha256'),
      secret: secretRef,
    })
    .optional()
    .describe('a dynamic zone: it is changed by RFC 2136, never as a file'),
});

/** The section. */
export const serverSchema = z
  .strictObject({
    ssh: ssh.optional(),
    bind: z.strictObject({
      directory: path.describe('directory of named.conf: relative names start there'),
      zones: z.array(zone).min(1),
      config: path
        .optional()
        .describe('named.conf: with it kaiyaku also takes out the zones of domains that are deleted'),
      rndc: argv.default(['rndc']).describe('argv to which a command of rndc is added'),
    }),
    web: z.union(
      [
        z.literal('none'),
        z.strictObject({
          kind: z.enum(['apache', 'nginx']),
          roots: z.array(path).min(1).describe('main configuration files; what they include is read as well'),
          test: argv.describe('[apachectl, -t] or [nginx, -t]'),
          reload: argv.describe('[apachectl, graceful] or [nginx, -s, reload]'),
          logs: z
            .array(path)
            .min(1)
            .describe('access logs whose lines name the local address: Apache %A, nginx $server_addr'),
        }),
      ],
      'must be none, or the web server with kind, roots, test, reload and logs',
    ),
    ttlSeconds: z.int().min(5).max(3_600).default(300).describe('to which the TTL is lowered before the change'),
    quietHours: z
      .int()
      .min(1)
      .max(720)
      .default(24)
      .describe('hours without use of the additional address before the web server leaves it (R13)'),
  })
  .describe('with it kaiyaku itself lowers TTLs, changes zones and the web server; without it persons do');

export type ClaraServer = z.infer<typeof serverSchema>;
