// What in a configuration names an address: where the server listens on it, which virtual hosts are bound to it, and whatever else
// says it. Pure.
import { placesOf, renamed, spelled } from './address.ts';
import type { ConfigFile } from './config-files.ts';
import type { Directive, Word } from './directive.ts';

/** `listens`: a directive of its own. `host`: among the addresses of a virtual host. `other`: anything else, for a person. */
export type MentionKind = 'listens' | 'host' | 'other';

export interface Mention {
  readonly file: ConfigFile;
  readonly directive: Directive;
  readonly word: Word;
  readonly kind: MentionKind;
  /** The other address stands beside it already. */
  readonly accompanied: boolean;
}

const LISTENS = new Set(['listen', 'namevirtualhost']);

export function mentionsIn(files: readonly ConfigFile[], address: string, to: string): Mention[] {
  const all = files.flatMap(({ directives }) => directives);
  return files.flatMap((file) =>
    file.directives.flatMap((directive) =>
      directive.words.flatMap((word, at): Mention[] => {
        if (placesOf(word.text, address).length === 0) return [];
        const kind = kindOf(directive, at);
        return [{ file, directive, word, kind, accompanied: accompanied(kind, directive, word, all, [address, to]) }];
      }),
    ),
  );
}

function kindOf({ name }: Directive, at: number): MentionKind {
  if (LISTENS.has(name) && at === 0) return 'listens';
  return name === 'virtualhost' ? 'host' : 'other';
}

function accompanied(
  kind: MentionKind,
  directive: Directive,
  word: Word,
  all: readonly Directive[],
  [address, to]: readonly [string, string],
): boolean {
  if (kind === 'other') return false;
  const wanted = spelled(renamed(word.text, address, to));
  const says = (one: Directive) => one.words.some(({ text }) => spelled(text) === wanted);
  if (kind === 'host') return says(directive);
  // What stands in a block around it, or beside it, holds for it too.
  return all.some(
    (one) =>
      one.name === directive.name &&
      one.words[0] !== undefined &&
      spelled(one.words[0].text) === wanted &&
      one.within.every((block, depth) => block === directive.within[depth]),
  );
}
