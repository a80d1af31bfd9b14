// Which secrets of a contract a declared backup needs, found by its name. Resolved only when it is looked at or taken.
import { userError } from '../../base/errors.ts';
import type { Secret } from '../../base/redact.ts';
import type { BackupSecrets } from './saved-data.ts';

interface References {
  readonly password?: unknown;
  readonly privateKey?: unknown;
  readonly accessKey?: unknown;
  readonly secretKey?: unknown;
}

/** Of a contract: what its `backup` section refers to. */
interface Section {
  readonly backup?: {
    readonly repository?: References & { readonly sftp?: References; readonly s3?: References };
    readonly data?: readonly { readonly name: string; readonly from?: Readonly<Record<string, References>> }[];
  };
}

export function backupSecrets(
  contract: unknown,
  resolveSecret: (reference: unknown) => Promise<Secret>,
): (name: string) => Promise<BackupSecrets> {
  const resolved = async (references: readonly (readonly [keyof References, unknown])[]) => {
    const pairs: [string, Secret][] = [];
    for (const [key, reference] of references)
      if (reference !== undefined) pairs.push([key, await resolveSecret(reference)]);
    return Object.fromEntries(pairs) as { readonly [key in keyof References]: Secret };
  };
  return async (name) => {
    const { repository, data = [] } = (contract as Section).backup ?? {};
    const from = data.find((item) => item.name === name)?.from;
    if (from === undefined || repository === undefined)
      throw userError('no-backup', `the contract declares no backup ${name}`);
    const { ssh, postgres, mysql, imap, ftp } = from;
    const [login, database] = [imap ?? ftp, postgres ?? mysql];
    const { sftp, s3, password } = repository;
    return {
      source: await resolved([
        ['privateKey', ssh?.privateKey],
        ['password', (login ?? database)?.password],
      ]),
      repository: {
        ...(await resolved([
          ['privateKey', sftp?.privateKey],
          ['accessKey', s3?.accessKey],
          ['secretKey', s3?.secretKey],
        ])),
        password: await resolveSecret(password),
      },
    };
  };
}
