// Which unit this is, read over a dialogue, and how it differs from what the contract names. Only reading commands.
import { KaiyakuError } from '../../base/errors.ts';
import type { Difference } from '../port.ts';
import type { FortigateExpect } from './command.ts';
import type { Unit } from './configuration.ts';
import type { Dialogue } from './dialogue.ts';
import { COMMAND_FAILED, garbled } from './failures.ts';
import { parseHaMode, parsePrivateData, parseStatus, parseVdomEntries, parseVdoms, vdomsOn } from './status.ts';

/** In the global block. */
const VDOM_LISTS = ['diagnose sys vd list | grep name=', 'get system vdom-property | grep name'];
/** At the top: in the whole configuration only the VDOMs' own entries are not indented. */
const LAST_VDOM_LIST = 'show | grep "^edit "';

/** Throws `ssh-garbled` when the unit does not say which one it is. Leaves the dialogue at the top. */
export async function readUnit(dialogue: Dialogue): Promise<Unit> {
  const status = parseStatus((await dialogue.run('get system status')).text);
  const withVdoms = vdomsOn(status);
  if (withVdoms) await enterGlobal(dialogue);
  const haMode = status.haMode === 'unknown' ? parseHaMode(await ask(dialogue, 'get system ha status')) : status.haMode;
  const privateDataEncryption =
    status.privateDataEncryption === 'unknown'
      ? parsePrivateData(await ask(dialogue, 'show full-configuration system global | grep private-data'))
      : status.privateDataEncryption;
  let vdoms = withVdoms ? await readVdoms(dialogue) : [];
  if (withVdoms) {
    await dialogue.run('end');
    if (vdoms.length === 0) vdoms = parseVdomEntries(await ask(dialogue, LAST_VDOM_LIST));
    if (vdoms.length === 0) throw garbled('the unit has VDOMs, but does not list them');
  }
  return { ...status, haMode, privateDataEncryption, vdoms };
}

/** System commands need the global block where VDOMs are on. */
export async function enterGlobal(dialogue: Dialogue): Promise<void> {
  const { block } = await dialogue.run('config global');
  if (block !== 'global') throw garbled('`config global` did not lead to the global block');
}

async function readVdoms(dialogue: Dialogue): Promise<string[]> {
  for (const command of VDOM_LISTS) {
    const names = parseVdoms(await ask(dialogue, command));
    if (names.length > 0) return names;
  }
  return [];
}

/** The answer, or nothing where the unit does not know or allow the command: what it would have said is then unknown. */
async function ask(dialogue: Dialogue, command: string): Promise<string> {
  try {
    return (await dialogue.run(command)).text;
  } catch (error) {
    if (error instanceof KaiyakuError && error.code === COMMAND_FAILED) return '';
    throw error;
  }
}

/** Serial, host name, version (by whole parts: 7.4 is 7.4.8 and not 7.40.1) and the names of the VDOMs. */
export function differencesOf(expect: FortigateExpect, unit: Unit): Difference[] {
  const differences: Difference[] = [];
  const compare = (what: string, expected: string, found: string, same = expected === found): void => {
    if (!same) differences.push({ what, expected, found });
  };
  compare('serial', expect.serial, unit.serial);
  compare('hostname', expect.hostname, unit.hostname);
  compare('version', expect.version, unit.version, `${unit.version}.`.startsWith(`${expect.version}.`));
  compare('vdoms', [...expect.vdoms].sort().join(','), [...unit.vdoms].sort().join(','));
  return differences;
}
