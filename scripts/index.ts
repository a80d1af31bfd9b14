// Every provider. Adding one: a folder and a line. Nothing registers itself by being imported, and a provider is loaded
// only when a contract names it.
import type { ProviderSchema } from '../src/contract/provider-schema.ts';
import type { Provider } from '../src/teardown/provider.ts';

export interface ProviderEntry {
  readonly id: string;
  readonly title: string;
  /** Schema and cross-field checks, for reading a contract. */
  schema(): Promise<ProviderSchema>;
  provider(): Promise<Provider>;
}

export const providers: readonly ProviderEntry[] = [
  {
    id: 'sakura-fortigate',
    title: 'FortiGateVM licence on Sakura Cloud',
    schema: async () => (await import('./sakura-fortigate/check-contract.ts')).contractSchema,
    provider: async () => (await import('./sakura-fortigate/index.ts')).sakuraFortigate,
  },
  {
    id: 'altus',
    title: 'CMS package on GMO Cloud ALTUS Basic',
    schema: async () => (await import('./altus/check-contract.ts')).contractSchema,
    provider: async () => (await import('./altus/index.ts')).altus,
  },
  {
    id: 'clara-additional-ip',
    title: 'additional IP address at Clara',
    schema: async () => (await import('./clara-additional-ip/check-contract.ts')).contractSchema,
    provider: async () => (await import('./clara-additional-ip/index.ts')).claraAdditionalIp,
  },
  {
    id: 'flxsrv-plan-change',
    title: 'change of hosting plan at flxsrv (EX-CLOUD)',
    schema: async () => (await import('./flxsrv-plan-change/check-contract.ts')).contractSchema,
    provider: async () => (await import('./flxsrv-plan-change/index.ts')).flxsrvPlanChange,
  },
  {
    id: 'jmotto-transfer',
    title: 'leaving J-MOTTO hosting for another host',
    schema: async () => (await import('./jmotto-transfer/check-contract.ts')).contractSchema,
    provider: async () => (await import('./jmotto-transfer/index.ts')).jmottoTransfer,
  },
];
