// Name servers held to what every executor must do, as far as one that only reads can be. A closed server is the broken look.
import { MovedClock } from '../../src/base/clock.ts';
import {
  addressUseTarget,
  type DnsServer,
  rowsServedTarget,
  zoneAuthorityTarget,
} from '../../src/executors/dns/command.ts';
import { createDnsExecutor } from '../../src/executors/dns/executor.ts';
import type { Target } from '../../src/executors/port.ts';
import { observeTimeout } from '../../src/executors/wrappers/timeout.ts';
import { START_MS } from '../executors/contexts.ts';
import { scriptedServer } from '../executors/dns/scripted-server.ts';
import { executorConformance, type ExecutorBinding } from './executor.ts';

const ZONE = 'a.test';
const READ_ONLY = { why: 'it only reads' };
const data = { mname: `ns1.${ZONE}`, rname: `root.${ZONE}`, serial: 7, refresh: 1, retry: 1, expire: 1, minimum: 1 };
const SOA = { type: 'SOA', name: ZONE, ttl: 60, data };
const NS = { type: 'NS', name: ZONE, ttl: 60, data: `ns1.${ZONE}` };

async function bind(targetOf: (servers: DnsServer[]) => Target): Promise<ExecutorBinding> {
  const answers: Readonly<Record<string, object[]>> = { SOA: [SOA], NS: [NS], AXFR: [SOA, NS, SOA] };
  const server = await scriptedServer(({ type }) => ({ answers: answers[type] ?? [] }));
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= server.close());
  const present = targetOf([{ role: 'primary', at: server.at }]);
  return {
    executor: observeTimeout(createDnsExecutor({ limits: { answerMs: 200, triesMax: 1 } })),
    clock: new MovedClock(START_MS),
    present,
    absent: { why: 'nothing found is present with empty lists' },
    foreign: { why: 'what it finds is facts, never foreign' },
    breakLooking: close,
    change: READ_ONLY,
    refused: { target: present, verb: 'delete', args: {} },
    wrongTarget: READ_ONLY,
    world: () => answers,
    secrets: [],
    close,
  };
}

executorConformance('dns, who is authoritative', () => bind((servers) => zoneAuthorityTarget({ name: ZONE, servers })));

executorConformance('dns, the use of an address', () =>
  bind((servers) => addressUseTarget('192.0.2.10', { zones: [{ name: ZONE, servers }] })),
);

executorConformance('dns, rows that are wanted', () =>
  bind((servers) => rowsServedTarget({ name: ZONE, servers }, [{ name: ZONE, type: 'NS', data: `ns1.${ZONE}` }])),
);
