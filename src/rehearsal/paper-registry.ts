// The registry in a rehearsal on paper: the simulator, with the domains of the contract as the contract counts on them, asked by
// the real executor. A domain is at its new registrar once the customer has said so. No real registry is asked.
import type { JsonObject } from '../base/canonical-json.ts';
import { addDays, type CivilDate } from '../calendar/civil-date.ts';
import type { Executor, Target } from '../executors/port.ts';
import { executorsOf, type ExecutorParts, loadSimulators, type SimulatedDomain } from '../wiring.ts';

export interface PaperRegistry {
  executor(parts: ExecutorParts): Executor;
  /** What a person filed may have changed the world. */
  told(step: string): void;
  close(): Promise<void>;
}

/** The parts of a contract that say which domains it counts on. */
interface Contract {
  readonly registry?: { readonly registrarAfter?: string };
  readonly domain?: { readonly name: string; readonly expiresOn?: CivilDate };
  readonly domains?: readonly { readonly name: string; readonly nextRenewalOn?: CivilDate }[];
}

const FAR_OFF: CivilDate = '2099-12-31';

/** Undefined: the contract asks no registry. */
export async function startPaperRegistry(content: unknown): Promise<PaperRegistry | undefined> {
  const { registry, domain, domains = [] } = content as Contract;
  if (registry === undefined) return undefined;
  const { startRegistry } = await loadSimulators();
  const known = [
    ...(domain === undefined ? [] : [registered(domain.name, domain.expiresOn)]),
    ...domains.map(({ name, nextRenewalOn }) =>
      registered(name, nextRenewalOn === undefined ? undefined : addDays(nextRenewalOn, -1)),
    ),
  ];
  const simulator = await startRegistry({ world: { domains: known } });
  return {
    executor: (parts) => {
      const real = executorsOf(parts).get('registry')!;
      const here = (target: Target): Target => {
        const isWhois = (target.expect['by'] as { whois?: string }).whois !== undefined;
        const by: JsonObject = isWhois ? { whois: simulator.whois } : { rdap: simulator.rdap };
        return { ...target, expect: { ...target.expect, by } };
      };
      return { ...real, name: real.name, observe: (target, ctx) => real.observe(here(target), ctx) };
    },
    told: (step) => {
      if (step !== 'transfer-domain' || domain === undefined) return;
      const moved = registered(domain.name, domain.expiresOn);
      simulator.change(domain.name, { ...moved, registrar: registry.registrarAfter ?? 'New Registrar, Inc.' });
    },
    close: () => simulator.close(),
  };
}

function registered(name: string, expiresOn: CivilDate = FAR_OFF): SimulatedDomain {
  const jp = name.endsWith('.jp');
  return {
    name,
    form: jp ? 'jp' : 'generic',
    registrar: 'Old Registrar, Inc.',
    status: [jp ? 'Active' : 'active'],
    createdOn: '2001-01-01',
    expiresOn,
    nameServers: [`ns1.${name}`],
  };
}
