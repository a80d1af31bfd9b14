// `config …` and the words inside of it. Writable are `system console / output` and `system global / hostname, admin-scp`;
// every other path is refused instead of being taken without effect.
import type { Device } from '../device.ts';
import type { DeviceState } from '../device-state.ts';
import type { Context, Session } from '../session.ts';
import { reads, complete } from '../words.ts';
import { notHere, said, unknownAction, type CommandText } from './result.ts';

const NAME = /^[\w-]{1,31}$/;

export function configure(session: Session, words: readonly string[]): CommandText {
  const { device, contexts } = session;
  if (device.state.rights === 'read-only') return unknownAction;
  const vdoms = device.state.vdoms.length > 0;
  const context = contexts.at(-1);
  if (vdoms && context === undefined) {
    if (reads(words, ['global'])) return enter(contexts, { kind: 'global' });
    if (reads(words, ['vdom'])) return enter(contexts, { kind: 'vdom-table' });
    return notHere(words[0]);
  }
  if (vdoms && context?.kind !== 'global') return notHere(words[1] ?? words[0]);
  for (const path of ['system console', 'system global'])
    if (reads(words, path.split(' '))) return enter(contexts, { kind: 'block', path, pending: new Map() });
  return notHere(words[1] ?? words[0]);
}

/** `set`, `unset`, `delete` inside a block. */
export function inBlock(session: Session, word: 'set' | 'unset' | 'delete', words: readonly string[]): CommandText {
  const context = session.contexts.at(-1);
  if (context?.kind !== 'block') return unknownAction;
  const [attribute, value] = words;
  const known = context.path === 'system console' ? ['output'] : ['hostname', 'admin-scp'];
  const name = complete(attribute, known);
  if (word !== 'set' || name === undefined) return notHere(attribute ?? word);
  const wanted = name === 'output' ? ['more', 'standard'] : name === 'admin-scp' ? ['enable', 'disable'] : undefined;
  const whole = wanted === undefined ? (NAME.test(value ?? '') ? value : undefined) : complete(value, wanted);
  if (whole === undefined) return notHere(value ?? attribute);
  context.pending.set(name, whole);
  return said('');
}

/** `edit`, `next`, `end`, `abort`. */
export function leave(
  session: Session,
  word: 'edit' | 'next' | 'end' | 'abort',
  words: readonly string[],
): CommandText {
  const { contexts, device } = session;
  const context = contexts.at(-1);
  switch (word) {
    case 'edit': {
      const [name] = words;
      if (context?.kind !== 'vdom-table' || name === undefined || !NAME.test(name)) return notHere(name ?? word);
      // As on a device: a misspelt name makes a new VDOM.
      if (!device.state.vdoms.includes(name))
        device.configure(`config vdom / edit ${name}`, { vdoms: [...device.state.vdoms, name] });
      contexts.push({ kind: 'vdom', name });
      return said(`current vf=${name}:${device.state.vdoms.indexOf(name)}\n`);
    }
    case 'next':
      if (context?.kind !== 'vdom') return notHere(word);
      contexts.pop();
      return said('');
    case 'end':
    case 'abort':
      contexts.pop();
      if (context?.kind === 'vdom') contexts.pop();
      if (context?.kind === 'block' && word === 'end') write(device, context);
      return said('');
  }
}

function enter(contexts: Context[], context: Context): CommandText {
  contexts.push(context);
  return said('');
}

function write(device: Device, block: Extract<Context, { kind: 'block' }>): void {
  for (const [name, value] of block.pending) {
    const change: Partial<DeviceState> =
      name === 'output'
        ? { console: value === 'more' ? 'more' : 'standard' }
        : name === 'admin-scp'
          ? { adminScp: value === 'enable' }
          : { hostname: value };
    device.configure(`set ${name} ${value}`, change);
  }
}
