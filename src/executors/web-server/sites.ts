// The virtual hosts of one domain: blocks whose names are all its own or of its subdomains. A block that serves others too is
// only told. Pure.
import type { ConfigFile } from './config-files.ts';
import type { Directive } from './directive.ts';

export interface Site {
  readonly file: ConfigFile;
  readonly block: Directive;
  /** It serves other names as well. */
  readonly shared: boolean;
}

const BLOCKS = new Set(['virtualhost', 'server']);
const NAMES = new Set(['servername', 'serveralias', 'server_name']);

export function sitesIn(files: readonly ConfigFile[], domain: string): Site[] {
  return files.flatMap((file) =>
    file.directives.flatMap((block): Site[] => {
      if (!BLOCKS.has(block.name) || block.blockEnd === undefined) return [];
      const names = file.directives
        .filter(({ name, within }) => NAMES.has(name) && within.includes(block))
        .flatMap(({ words }) => words.map(({ text }) => text));
      const own = names.filter((name) => isOf(name, domain));
      return own.length === 0 ? [] : [{ file, block, shared: own.length < names.length }];
    }),
  );
}

/** `example.jp`, `www.example.jp`, `*.example.jp`, `.example.jp`, `https://example.jp:443`. */
function isOf(name: string, domain: string): boolean {
  const host = name
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/:\d+$/, '')
    .replace(/\.$/, '');
  return host === domain || host.endsWith(`.${domain}`);
}
