// `simulate`: one simulator by itself, for real Terraform, usacloud or any SSH client; or the provider that lets Terraform
// work against one. The first line of its output is JSON with its address; it runs until SIGTERM or SIGINT.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { systemErrorCode, userError } from '../../base/errors.ts';
import { loadSimulators, loadStandInProvider, testClockOf } from '../../wiring.ts';
import { textOption, type Given, type Verb } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { serveFortigateAdmin } from '../fortigate-admin.ts';
import { wireFortigate } from '../wire-fortigate.ts';

export const verb: Verb = async (given, io) => {
  const start = SIMULATORS[given.args[0] ?? ''];
  if (start === undefined)
    throw userError('unknown-simulator', `no simulator ${given.args[0]}`, {
      next: `simulators: ${Object.keys(SIMULATORS).join(', ')}`,
    });
  const { line, close } = await start(given, io);
  io.out(JSON.stringify(line));
  await new Promise<void>((stop) => {
    if (io.signal.aborted) return stop();
    io.signal.addEventListener('abort', () => stop(), { once: true });
  });
  await close();
  return EXIT.ok;
};

interface Started {
  readonly line: unknown;
  readonly close: () => Promise<void>;
}

const SIMULATORS: Readonly<Record<string, (given: Given, io: Io) => Promise<Started>>> = {
  'sakura-api': async (given, io) => {
    const { startSakuraApi } = await loadSimulators();
    const world = await jsonFile(textOption(given, 'world'), io);
    const simulator = await startSakuraApi({
      ...common(given, io),
      ...(world === undefined ? {} : { world: world as never }),
      faults: faultsOf(given) as never,
    });
    return { line: { listening: simulator.root }, close: () => simulator.close() };
  },
  fortigate: async (given, io) => {
    const { startFortigate } = await loadSimulators();
    const device = await jsonFile(textOption(given, 'world'), io);
    const wire = wireFortigate(textOption(given, 'power'), textOption(given, 'server'), io);
    const simulator = await startFortigate({
      ...common(given, io),
      ...(device === undefined ? {} : { device: device as never }),
      faults: faultsOf(given) as never,
      onPower: (state) => wire.told(state),
    });
    wire.follow(simulator);
    const admin = await serveFortigateAdmin(simulator);
    const { host, port, hostKey, user, password } = simulator;
    return {
      line: { listening: `${host}:${port}`, hostKey, user, password, admin: admin.origin },
      close: async () => {
        wire.stop();
        admin.close();
        await simulator.close();
      },
    };
  },
  'terraform-provider': async (given, io) => {
    const apiRoot = textOption(given, 'api');
    if (apiRoot === undefined)
      throw userError('no-api', 'simulate terraform-provider needs --api URL', {
        next: 'kaiyaku simulate sakura-api, and give the address that it prints',
      });
    const { startStandInProvider } = await loadStandInProvider();
    const provider = await startStandInProvider({ ...common(given, io), apiRoot, env: io.env });
    return {
      line: { listening: provider.listening, TF_REATTACH_PROVIDERS: provider.reattach },
      close: () => provider.close(),
    };
  },
  cloudstack: async (given, io) => {
    const { startCloudStack } = await loadSimulators();
    const world = await jsonFile(textOption(given, 'world'), io);
    const simulator = await startCloudStack({
      ...common(given, io),
      ...(world === undefined ? {} : { world: world as never }),
      faults: faultsOf(given) as never,
    });
    const { endpoint, apiKey, secretKey } = simulator;
    return { line: { listening: endpoint, apiKey, secretKey }, close: () => simulator.close() };
  },
  plesk: async (given, io) => {
    const { startPlesk } = await loadSimulators();
    const world = await jsonFile(textOption(given, 'world'), io);
    const simulator = await startPlesk({
      ...common(given, io),
      ...(world === undefined ? {} : { world: world as never }),
      faults: faultsOf(given) as never,
    });
    const { root, key, ssh } = simulator;
    return { line: { listening: root, key, ssh }, close: () => simulator.close() };
  },
  registry: async (given, io) => {
    const { startRegistry } = await loadSimulators();
    const world = await jsonFile(textOption(given, 'world'), io);
    const simulator = await startRegistry({
      port: numberOf(given, 'port', 0, 65_535),
      ...(world === undefined ? {} : { world: world as never }),
      faults: faultsOf(given) as never,
    });
    const { rdap, bootstrap, whois } = simulator;
    return { line: { listening: rdap, bootstrap, whois }, close: () => simulator.close() };
  },
};

function common(given: Given, io: Io) {
  return {
    clock: testClockOf(io.env),
    port: numberOf(given, 'port', 0, 65_535),
    timeScale: numberOf(given, 'timeScale', 0.001, 1_000_000),
    signal: io.signal,
  };
}

function numberOf(given: Given, name: string, least: number, most: number): number {
  const value = Number(textOption(given, name));
  if (!(value >= least && value <= most))
    throw userError('bad-number', `--${name} must be a number from ${least} to ${most}`);
  return value;
}

function faultsOf(given: Given): unknown[] {
  return ((given.options['fault'] as string[] | undefined) ?? []).map((text) => parseJson(text, `--fault ${text}`));
}

async function jsonFile(path: string | undefined, io: Io): Promise<unknown> {
  if (path === undefined) return undefined;
  const text = await readFile(resolve(io.cwd, path), 'utf8').catch((error: unknown) => {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    throw userError('world-unreadable', `${path} cannot be read (${code})`, { cause: error });
  });
  return parseJson(text, path);
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw userError('bad-json', `${what} is not JSON`, {
      why: error instanceof Error ? error.message : '',
      cause: error,
    });
  }
}
