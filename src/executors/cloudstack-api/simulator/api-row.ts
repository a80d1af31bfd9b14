// What `listApis` says of one command. Clients that learn the API from the server read all of these fields, and stop at the first
// that is missing.
import type { Command } from './command.ts';

/** A row of `listApis`, after the server's ApiDiscoveryResponse. */
export function apiRow(name: string, command: Command): Record<string, unknown> {
  const takes = [...(command.kind === 'async' ? [`${command.idParam}*`] : []), ...(command.takes ?? [])];
  return {
    name,
    description: described(name),
    since: '4.0',
    isasync: command.kind === 'async',
    related: '',
    params: takes.map(paramRow),
    response: RESPONSE_KEYS.map((key) => ({ name: key, description: described(key), type: 'string' })),
  };
}

/** What rows of every kind have. */
const RESPONSE_KEYS = ['id', 'name', 'state', 'account', 'zoneid'];

function paramRow(taken: string): Record<string, unknown> {
  const name = taken.replace('*', '');
  const type = name.endsWith('id')
    ? 'uuid'
    : /^(?:is|expunge|forced)/.test(name)
      ? 'boolean'
      : name.startsWith('page')
        ? 'integer'
        : 'string';
  return { name, description: described(name), type, length: 255, required: taken.endsWith('*'), related: '' };
}

/** `listVirtualMachines`: List virtual machines. */
function described(name: string): string {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
