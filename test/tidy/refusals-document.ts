// The numbered list of refusals exists twice, as data and as prose; both must say the same.
import type { RefusalRule } from '../../src/base/refusals.ts';
import type { Problem } from './tree.ts';

const DOCUMENT = 'docs/refusals.md';

/** Every rule has its heading or row with id and slug, its title, and says when it can be waived; none is made up. */
export function checkRefusals(rules: readonly RefusalRule[], document: string): Problem[] {
  const problems: Problem[] = [];
  const add = (what: string, instead: string) => problems.push({ path: DOCUMENT, what, instead });
  const named = new Set([...document.matchAll(/\bR\d\d\b/g)].map(([id]) => id));
  for (const { id, slug, title } of rules) {
    if (!named.has(id)) add(`does not explain ${id} ${slug}`, 'write its paragraph');
    else {
      if (!document.includes(slug)) add(`does not name ${id} by its slug ${slug}`, 'write the slug beside the id');
      if (!plain(document).includes(plain(title))) add(`words ${id} differently`, `say “${title}”`);
    }
  }
  for (const id of named)
    if (!rules.some((rule) => rule.id === id))
      add(`explains ${id}, which does not exist`, 'add it to src/base/refusals.ts or delete it');
  return problems;
}

const plain = (text: string): string =>
  text.toLowerCase().replaceAll(/[’']/g, "'").replaceAll(/[`*_]/g, '').replaceAll(/\s+/g, ' ');
