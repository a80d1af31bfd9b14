// The bytes that have to change for each verb. What no edit may decide is a problem for a person. Pure.
import type { Replacement } from '../machine/replacement.ts';
import { renamed } from './address.ts';
import type { ConfigFile } from './config-files.ts';
import type { Directive, Word } from './directive.ts';
import type { Mention } from './mentions.ts';
import type { Site } from './sites.ts';

export interface Edits {
  readonly byFile: ReadonlyMap<ConfigFile, readonly Replacement[]>;
  readonly problems: readonly string[];
}

/** `serve-also`: a second directive below, a second address beside. */
export function alsoEdits(mentions: readonly Mention[], address: string, to: string): Edits {
  return collected(
    mentions.map((mention) => {
      const { file, directive, word, kind, accompanied } = mention;
      if (kind === 'other' || accompanied) return { file, edits: [] };
      if (kind === 'host') return { file, edits: [insert(word.end, ` ${renamed(word.text, address, to)}`)] };
      const own = file.text.slice(directive.start, directive.end);
      const second = `\n${indentOf(file.text, directive.start)}${renamed(own, address, to)}`;
      return { file, edits: [insert(directive.end, second)] };
    }),
  );
}

/** `leave-address`: what is accompanied goes, what stands alone names the other address. */
export function leaveEdits(mentions: readonly Mention[], address: string, to: string): Edits {
  return collected(
    mentions.map((mention) => {
      const { file, directive, word, kind, accompanied } = mention;
      if (kind === 'other') return { file, edits: [], problem: said(mention) };
      if (!accompanied) return { file, edits: [{ ...word, text: renamed(word.text, address, to) }] };
      return { file, edits: [kind === 'host' ? wordOut(file.text, word) : directiveOut(file.text, directive)] };
    }),
  );
}

/** `remove-site`. */
export function siteEdits(sites: readonly Site[]): Edits {
  return collected(
    sites.map(({ file, block, shared }) => {
      const place = `${file.path}, line ${block.line}`;
      if (shared) return { file, edits: [], problem: `${place}: this virtual host serves other names too` };
      return { file, edits: [directiveOut(file.text, { ...block, end: block.blockEnd! })] };
    }),
  );
}

/** `/etc/…, line 12: proxy_pass …` */
export const said = ({ file, directive }: Mention): string =>
  `${file.path}, line ${directive.line}: ${file.text.slice(directive.start, directive.end)}`;

interface One {
  readonly file: ConfigFile;
  readonly edits: readonly Replacement[];
  readonly problem?: string;
}

function collected(all: readonly One[]): Edits {
  const byFile = new Map<ConfigFile, Replacement[]>();
  // One directive may name the address twice: it goes, or gets its second, once.
  for (const { file, edits } of all) {
    const own = byFile.get(file) ?? [];
    own.push(...edits.filter((edit) => !own.some(({ start, end }) => start === edit.start && end === edit.end)));
    if (own.length > 0) byFile.set(file, own);
  }
  return { byFile, problems: all.flatMap(({ problem }) => (problem === undefined ? [] : [problem])) };
}

const insert = (at: number, text: string): Replacement => ({ start: at, end: at, text });

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

const indentOf = (text: string, at: number): string => /^[ \t]*/.exec(text.slice(lineStart(text, at), at))![0];

/** With its whole line, where nothing else stands on it. */
function directiveOut(text: string, { start, end }: Pick<Directive, 'start' | 'end'>): Replacement {
  const from = lineStart(text, start);
  const rest = /^[ \t\r]*(?:\n|$)/.exec(text.slice(end));
  const alone = text.slice(from, start).trim() === '';
  if (!alone) return { start, end, text: '' };
  // A block ends behind its line already.
  if (text[end - 1] === '\n') return { start: from, end, text: '' };
  return rest === null ? { start, end, text: '' } : { start: from, end: end + rest[0].length, text: '' };
}

function wordOut(text: string, { start, end }: Word): Replacement {
  const quote = text[start - 1] === '"' || text[start - 1] === "'" ? 1 : 0;
  const from = start - quote - /[ \t]*$/.exec(text.slice(0, start - quote))![0].length;
  return { start: from, end: end + quote, text: '' };
}
