// The credentials that a stage needs, under the names by which the provider and the backend look for them in the environment.
import type { Secret } from '../../../base/redact.ts';

/** References as they stand in the contract; see its `terraform.backend`. */
export interface BackendSecrets {
  readonly s3?: { readonly accessKey: unknown; readonly secretKey: unknown };
  readonly http?: { readonly username?: unknown; readonly password?: unknown };
  readonly pg?: { readonly connection: unknown };
}

/** Both versions of the provider are served: each looks for its own names. */
export const providerSecrets = (token: Secret, secret: Secret): Record<string, Secret> => ({
  SAKURACLOUD_ACCESS_TOKEN: token,
  SAKURACLOUD_ACCESS_TOKEN_SECRET: secret,
  SAKURA_ACCESS_TOKEN: token,
  SAKURA_ACCESS_TOKEN_SECRET: secret,
});

/** Throws as `resolve` does. */
export async function backendSecrets(
  { s3, http, pg }: BackendSecrets,
  resolve: (ref: unknown) => Promise<Secret>,
): Promise<Record<string, Secret>> {
  const named = {
    AWS_ACCESS_KEY_ID: s3?.accessKey,
    AWS_SECRET_ACCESS_KEY: s3?.secretKey,
    TF_HTTP_USERNAME: http?.username,
    TF_HTTP_PASSWORD: http?.password,
    PG_CONN_STR: pg?.connection,
  };
  const given = Object.entries(named).filter(([, ref]) => ref !== undefined);
  return Object.fromEntries(await Promise.all(given.map(async ([name, ref]) => [name, await resolve(ref)] as const)));
}
