// The rehearsal's copy of a FortiGateVM contract: what would lead out of the rehearsal is replaced by its own, and named, so
// that nobody takes the copy for the file. No secret, command, host or file of the user's may be left in it. Pure.
import { bugError } from '../base/errors.ts';
import { basename, isAbsolute, normalize } from 'node:path';
import type { FortigateEstate } from './fortigate-estate.ts';

/** What the simulators are reached by. */
export interface Doors {
  readonly apiRoot: string;
  /** One a service. */
  readonly fortigates: readonly { readonly port: number; readonly hostKey: string }[];
  readonly engine?: 'api' | 'terraform';
}

export interface ContractCopy {
  /** JSON, which is YAML as well. */
  readonly text: string;
  /** Paths in the user's file, in its order. */
  readonly replaced: readonly string[];
  /** Relative to the copy's folder: a licence file is to lie at each. */
  readonly licenceFiles: readonly string[];
  /** Folders that the contract names, relative as well. */
  readonly folders: readonly string[];
}

/** Where the rehearsal keeps the secrets that its copy names. */
export const SECRET_FILES = {
  token: 'secrets/token',
  secret: 'secrets/secret',
  fortigate: (at: number) => (at === 0 ? 'secrets/password' : `secrets/password-${at + 1}`),
};

/** A command that does nothing, well: the user's own are never run. */
const NOTHING = [process.execPath, '--version'];
const HOST = '127.0.0.1';

interface Whole extends FortigateEstate {
  readonly journal?: string;
  readonly approvers: readonly unknown[];
  readonly terraform?: { readonly providerVersion: number; readonly stages?: string };
}

/** Of the `terraform` section: what leads to no program, state or secret. All else of it is left out of the copy. */
const HARMLESS_OF_TERRAFORM: readonly string[] = ['providerVersion', 'stages'];

export function copyOf(contract: FortigateEstate, doors: Doors): ContractCopy {
  const replaced: string[] = [];
  const { journal, approvers, terraform, ...whole } = contract as Whole;
  if (journal !== undefined) replaced.push('journal');
  if (approvers.length > 0) replaced.push('approvers');
  const [ofTerraform, harmful] = [
    Object.entries(terraform ?? {}),
    (name: string) => !HARMLESS_OF_TERRAFORM.includes(name),
  ];
  replaced.push(...ofTerraform.flatMap(([name]) => (harmful(name) ? [`terraform.${name}`] : [])));
  if (doors.engine !== undefined && doors.engine !== whole.engine) replaced.push('engine');
  replaced.push('api.root', 'api.token', 'api.secret');
  const place = placesIn(replaced);
  const services = whole.services.map((service, at) => {
    const { password, privateKey, ...fortigate } = service.fortigate;
    const secret = password ?? privateKey;
    const names = [
      'host',
      'port',
      'hostKey',
      ...(password === undefined ? [] : ['password']),
      ...(privateKey === undefined ? [] : ['privateKey']),
    ];
    replaced.push(...names.map((name) => `services[${at}].fortigate.${name}`));
    const { port, hostKey } = doors.fortigates[at]!;
    return {
      ...service,
      fortigate: {
        ...fortigate,
        host: HOST,
        port,
        hostKey,
        ...(secret === undefined ? {} : { password: `file:${SECRET_FILES.fortigate(at)}` }),
      },
    };
  });
  const licenceFiles = whole.licenceFiles.map((file, at) =>
    'path' in file ? { path: place(file.path, `licenceFiles[${at}].path`) } : file,
  );
  const licenceSearch = whole.licenceSearch.map((path, at) => place(path, `licenceSearch[${at}]`));
  const to = place(whole.backup.to, 'backup.to');
  const data = whole.backup.data.map((one, at) => {
    if (!('command' in one)) return one;
    replaced.push(`backup.data[${at}].command`, `backup.data[${at}].verify`);
    return { ...one, command: NOTHING, verify: NOTHING };
  });
  const copy = {
    ...whole,
    ...(terraform === undefined
      ? {}
      : { terraform: Object.fromEntries(ofTerraform.filter(([name]) => !harmful(name))) }),
    engine: doors.engine ?? whole.engine,
    api: {
      ...whole.api,
      root: doors.apiRoot,
      token: `file:${SECRET_FILES.token}`,
      secret: `file:${SECRET_FILES.secret}`,
    },
    services,
    licenceFiles,
    licenceSearch,
    backup: { ...whole.backup, to, data },
  };
  requireInside(copy);
  return {
    text: `${JSON.stringify(copy, null, 2)}\n`,
    replaced,
    licenceFiles: licenceFiles.flatMap((file) => ('path' in file ? [nameThatFits(file.path)] : [])),
    folders: [...licenceSearch, to],
  };
}

/** A path that stays in the contract's folder leads into the copy's; any other is given a place there. */
function placesIn(replaced: string[]) {
  return (path: string, at: string): string => {
    if (isInside(path)) return path;
    replaced.push(at);
    const name = basename(path).replaceAll(/[^\w.-]/gu, '_');
    return `elsewhere/${replaced.length}/${/^\.*$/u.test(name) ? 'file' : name}`;
  };
}

/** Patterns with alternatives could lead anywhere, so they do not count as inside. */
const isInside = (path: string): boolean =>
  !isAbsolute(path) && !normalize(path).split(/[\\/]/u).includes('..') && !/[{}()!\\]/u.test(path);

/** A name that the pattern matches; a plain path is its own. */
const nameThatFits = (pattern: string): string =>
  pattern
    .replaceAll('**/', '')
    .replaceAll(/\*+/gu, 'x')
    .replaceAll('?', 'x')
    .replaceAll(/\[(.).*?\]/gu, '$1');

/** A rehearsal that could reach what is not its own would be none. */
function requireInside(copy: FortigateEstate): void {
  const { services, licenceFiles, licenceSearch, backup } = copy;
  const paths = [...licenceFiles.flatMap((file) => ('path' in file ? [file.path] : [])), ...licenceSearch, backup.to];
  const outside = [
    ...paths.filter((path) => !isInside(path)),
    ...services.map(({ fortigate }) => fortigate.host).filter((host) => host !== HOST),
    ...referencesIn(copy),
  ];
  if (outside.length > 0) throw bugError('rehearsal-outside', `a rehearsal would reach ${outside.join(', ')}`);
}

/** What is still left of the user's variables and commands, whatever field a newer contract has them in. */
function referencesIn(value: unknown): string[] {
  if (typeof value === 'string') return /^env:[A-Za-z_][A-Za-z0-9_]*$/u.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null || value === NOTHING) return [];
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) =>
    name === 'command' && part !== NOTHING ? ['a command'] : referencesIn(part),
  );
}
