// How the rules over a plan name what they speak of. Words only: nothing here decides.
import type { TerraformChange, TerraformObject } from '../../src/executors/terraform/command.ts';
import type { NamedObject } from '../../src/teardown/named-object.ts';

/** Findings of one rule name at most this many objects; what is beyond is counted. */
export const NAMED_MAX = 20;

/** `sakuracloud_disk.data (113000000112)`. */
export const objectSaid = ({ address, id }: TerraformObject): string =>
  id === undefined ? address : `${address} (${id})`;

/** `disk fgt-prod-01-log (113000000112)`. */
export const namedSaid = ({ kind, id, name }: NamedObject): string =>
  name === undefined ? `${kind} ${id}` : `${kind} ${name} (${id})`;

/** `deletes`, `replaces`… */
export function doesSaid({ does, actions, importing }: TerraformChange): string {
  switch (does) {
    case 'no-op':
      return importing === undefined ? 'leaves' : 'imports';
    case 'read':
      return 'reads';
    case 'create':
      return 'creates';
    case 'update':
      return importing === undefined ? 'updates' : 'imports and updates';
    case 'delete':
      return 'deletes';
    case 'replace':
      return 'replaces';
    case 'forget':
      return 'forgets';
    case 'unknown':
      return `does ${actions.join(' and ')} to`;
  }
}

/** A value that should be text. */
export const textSaid = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));

/** The texts of a list attribute. */
export const textsIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(textSaid) : []);

/** The first few, and how many more there are. */
export function listSaid(all: readonly string[]): string {
  const more = all.length - NAMED_MAX;
  return all.slice(0, NAMED_MAX).join(', ') + (more > 0 ? `, and ${more} more` : '');
}
