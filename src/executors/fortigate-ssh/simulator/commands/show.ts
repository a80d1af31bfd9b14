// `show` and `show full-configuration`, of everything that the present place holds or of one path.
import { configBlocks, configText, headerLines, scopeText, type ConfigBlock, type ConfigForm } from '../config-text.ts';
import type { Session } from '../session.ts';
import { complete, reads } from '../words.ts';
import { notHere, said, type CommandText } from './result.ts';

export function show(session: Session, words: readonly string[]): CommandText {
  const { device } = session;
  const full = complete(words[0], ['full-configuration']) !== undefined && words[0] !== 'f';
  const form: ConfigForm = full ? 'full' : 'diff';
  const path = full ? words.slice(1) : words;
  const context = session.contexts.at(-1);
  if (context?.kind === 'vdom-table') return notHere(path[0]);
  if (context?.kind === 'block') {
    const block = configBlocks(device, form).find((candidate) => candidate.path === context.path);
    return said(block === undefined ? `config ${context.path}\nend\n` : `${block.lines.join('\n')}\n`);
  }
  const scope = context?.kind === 'global' ? 'global' : context?.kind === 'vdom' ? 'vdom' : undefined;
  if (path.length === 0) {
    if (scope === undefined) return said(configText(device, form, device.faults.take('corrupt-config')));
    return said(`${headerLines(device).join('\n')}\n${scopeText(device, form, scope)}`);
  }
  const vdoms = device.state.vdoms.length > 0;
  const blocks = configBlocks(device, form).filter((block) => !vdoms || block.scope === scope);
  const found = blocks.map((block) => partOf(block, path)).find((part) => part !== undefined);
  return found === undefined ? notHere(path[0]) : said(found);
}

// The block of this path, or the one entry that follows the path.
function partOf(block: ConfigBlock, words: readonly string[]): string | undefined {
  const path = block.path.replaceAll('"', '').split(' ');
  if (reads(words, path)) return `${block.lines.join('\n')}\n`;
  if (!reads(words.slice(0, -1), path)) return undefined;
  const name = words.at(-1);
  const from = block.lines.findIndex((line) => line === `    edit "${name}"` || line === `    edit ${name}`);
  if (from < 0) return undefined;
  const until = block.lines.indexOf('    next', from);
  return [`config ${block.path}`, ...block.lines.slice(from, until + 1), 'end', ''].join('\n');
}
