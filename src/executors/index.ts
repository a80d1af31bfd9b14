// Every executor, by the name that targets carry. Adding one: a folder, a line, and a binding to the conformance suite.
// Each is loaded and given its credentials only when something asks it: offline commands resolve no secret.
import { resolve } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { userError } from '../base/errors.ts';
import type { Secret } from '../base/redact.ts';
import type { Executor } from './port.ts';
import type { PleskConnection } from './plesk/executor.ts';
import { lazyExecutor } from './wrappers/lazy.ts';
import type { StageOptions } from './terraform/stage/removal.ts';
import type { BackendSecrets } from './terraform/stage/secrets.ts';
import { readOnly } from './wrappers/read-only.ts';

export interface ExecutorParts {
  /** The parsed contract; each executor takes from it what is its own. */
  readonly contract: unknown;
  /** Folder of the contract file: relative paths start here. */
  readonly baseDir: string;
  readonly clock: Clock;
  /** `plan`: acting is a bug. */
  readonly readOnly: boolean;
  /** Simulators on loopback answer at once: a rehearsal need not wait for silence as long as for a real device. */
  readonly loopback?: boolean;
  readonly resolveSecret: (ref: unknown) => Promise<Secret>;
  /** For `engine: terraform`: the private folder, and what Terraform is to hold. */
  readonly stages?: Stages;
}

export interface Stages {
  readonly folder: string;
  readonly document: StageOptions['document'];
  /** Added to the environment of Terraform: an attached provider of a rehearsal. */
  readonly env?: Readonly<Record<string, string>>;
}

interface Connection {
  readonly engine?: string;
  readonly terraform?: { readonly binary?: string; readonly backend?: BackendSecrets };
  readonly projectId: string;
  readonly memberCode: string;
  readonly api: { root: string; zones: string[]; token: unknown; secret: unknown; requestsPerSecond: number };
  readonly services: { fortigate: { serial: string; password?: unknown; privateKey?: unknown } }[];
}

/** Of a contract on a CloudStack API. One of another provider has an `api` without an endpoint. */
interface CloudStackConnection {
  readonly api: { endpoint: string; zone: string; account?: string; apiKey: unknown; secretKey: unknown };
}

/** Of a contract whose server kaiyaku works on itself. */
interface ServerConnection {
  readonly server: {
    readonly ssh?: { readonly password?: unknown; readonly privateKey?: unknown };
    readonly bind: {
      readonly zones: readonly {
        readonly name: string;
        readonly update?: { readonly key: string; readonly algorithm: string; readonly secret: unknown };
      }[];
    };
  };
}

/** Resolved only once the host key was found to be the pinned one. */
const serverLogin =
  ({ contract, resolveSecret }: ExecutorParts) =>
  async () => {
    const { ssh } = (contract as Partial<ServerConnection>).server ?? {};
    if (ssh === undefined) throw userError('no-credential', 'the contract names no login for its server (server.ssh)');
    return {
      ...(ssh.password === undefined ? {} : { password: await resolveSecret(ssh.password) }),
      ...(ssh.privateKey === undefined ? {} : { privateKey: await resolveSecret(ssh.privateKey) }),
    };
  };

/** Of a contract whose server runs Plesk. */
interface PleskContract {
  readonly mainIp: string;
  readonly plesk?: PleskConnection;
}

const updateKeyOf =
  ({ contract, resolveSecret }: ExecutorParts) =>
  async (zone: string) => {
    const { server } = contract as Partial<ServerConnection>;
    const update = server?.bind.zones.find(({ name }) => name === zone)?.update;
    if (update === undefined) throw userError('no-credential', `the contract names no update key for ${zone}`);
    return { name: update.key, algorithm: update.algorithm, secret: await resolveSecret(update.secret) };
  };

const FACTORIES: Readonly<Record<string, (parts: ExecutorParts) => Promise<Executor>>> = {
  'sakura-api': async ({ contract, baseDir, clock, resolveSecret, stages }) => {
    const { projectId, memberCode, api, engine, terraform } = contract as Connection;
    const [{ createClient }, { createSakuraExecutor }] = await Promise.all([
      import('./sakura-api/client.ts'),
      import('./sakura-api/executor.ts'),
    ]);
    const [token, secret] = await Promise.all([resolveSecret(api.token), resolveSecret(api.secret)]);
    const client = createClient({ root: api.root, token, secret, clock, requestsPerSecond: api.requestsPerSecond });
    const parts = { client, account: { projectId, memberCode }, zones: api.zones };
    if (engine !== 'terraform' || stages === undefined) return createSakuraExecutor(parts);
    const [{ terraformRemoval }, { backendSecrets, providerSecrets }] = await Promise.all([
      import('./terraform/stage/removal.ts'),
      import('./terraform/stage/secrets.ts'),
    ]);
    const { binary, backend } = terraform ?? {};
    const removal = terraformRemoval({
      ...stages,
      secrets: async () => ({
        ...providerSecrets(token, secret),
        ...(await backendSecrets(backend ?? {}, resolveSecret)),
      }),
      // A path starts at the contract file, as every other; a bare name is looked for on PATH.
      ...(binary === undefined ? {} : { binary: binary.includes('/') ? resolve(baseDir, binary) : binary }),
    });
    return createSakuraExecutor({ ...parts, removal });
  },
  'fortigate-ssh': async ({ contract, baseDir, loopback, resolveSecret }) => {
    const { services } = contract as Connection;
    const [{ createFortigateExecutor }, { FORTIGATE_LIMITS, LOOPBACK_LIMITS }] = await Promise.all([
      import('./fortigate-ssh/executor.ts'),
      import('./fortigate-ssh/limits.ts'),
    ]);
    return createFortigateExecutor({
      store: { root: baseDir },
      limits: loopback === true ? LOOPBACK_LIMITS : FORTIGATE_LIMITS,
      credentials: async (serial) => {
        const fortigate = services.find((service) => service.fortigate.serial === serial)?.fortigate;
        if (fortigate === undefined) throw userError('no-credential', `no credential for FortiGate ${serial}`);
        return {
          ...(fortigate.password === undefined ? {} : { password: await resolveSecret(fortigate.password) }),
          ...(fortigate.privateKey === undefined ? {} : { privateKey: await resolveSecret(fortigate.privateKey) }),
        };
      },
    });
  },
  'cloudstack-api': async ({ contract, clock, resolveSecret }) => {
    const { api } = contract as Partial<CloudStackConnection>;
    if (api?.endpoint === undefined) throw userError('no-cloudstack', 'the contract names no CloudStack API');
    const [{ createClient }, { createCloudStackExecutor }] = await Promise.all([
      import('./cloudstack-api/client.ts'),
      import('./cloudstack-api/executor.ts'),
    ]);
    const [apiKey, secretKey] = await Promise.all([resolveSecret(api.apiKey), resolveSecret(api.secretKey)]);
    const client = createClient({ endpoint: api.endpoint, apiKey, secretKey, clock });
    const { zone, account } = api;
    return createCloudStackExecutor({ client, place: { zone, ...(account === undefined ? {} : { account }) } });
  },
  plesk: async ({ contract, resolveSecret }) => {
    const { plesk, mainIp } = contract as PleskContract;
    const { createPleskExecutor, doorOf } = await import('./plesk/executor.ts');
    const door = plesk === undefined ? undefined : await doorOf(plesk, resolveSecret);
    if (door === undefined) throw userError('no-plesk', 'the contract names no Plesk server');
    return createPleskExecutor({ door, mainAddress: mainIp });
  },
  files: async ({ baseDir }) => {
    const { createFilesExecutor } = await import('./files/executor.ts');
    return createFilesExecutor({ baseDir });
  },
  bind: async (parts) => {
    const { createBindExecutor } = await import('./bind/executor.ts');
    const { baseDir } = parts;
    return createBindExecutor({ credentials: serverLogin(parts), baseDir, updateKey: updateKeyOf(parts) });
  },
  'web-server': async (parts) => {
    const { createWebServerExecutor } = await import('./web-server/executor.ts');
    return createWebServerExecutor({ credentials: serverLogin(parts) });
  },
  backup: async ({ contract, baseDir, resolveSecret }) => {
    const [{ createBackupExecutor }, { backupSecrets }] = await Promise.all([
      import('./backup/executor.ts'),
      import('./backup/secrets.ts'),
    ]);
    return createBackupExecutor({ baseDir, secrets: backupSecrets(contract, resolveSecret) });
  },
  dns: async () => {
    const { createDnsExecutor } = await import('./dns/executor.ts');
    return createDnsExecutor();
  },
  registry: async () => {
    const { createRegistryExecutor } = await import('./registry/executor.ts');
    return createRegistryExecutor();
  },
};

export function executorsOf(parts: ExecutorParts): ReadonlyMap<string, Executor> {
  return new Map(
    Object.entries(FACTORIES).map(([name, factory]) => {
      const executor = lazyExecutor(name, () => factory(parts));
      return [name, parts.readOnly ? readOnly(executor) : executor];
    }),
  );
}
