// No file may lead back to itself by imports, those of types and lazy ones included: what stands in a circle can only be read, moved
// or tried together.
import { isProduct, type Problem, resolved, sourceOf, type Tree } from './tree.ts';

export function checkCircles(tree: Tree): Problem[] {
  const finished = new Set<string>();
  const problems: Problem[] = [];
  const visit = (path: string, way: readonly string[]) => {
    const at = way.indexOf(path);
    if (at >= 0)
      problems.push({
        path,
        what: `leads back to itself: ${[...way.slice(at), path].join(' → ')}`,
        instead: 'give what both need a file of its own, below them',
      });
    if (at >= 0 || finished.has(path)) return;
    for (const { specifier } of sourceOf(tree, path).imports) {
      const to = resolved(path, specifier);
      if (to !== undefined && to !== path && tree.has(to) && isProduct(to)) visit(to, [...way, path]);
    }
    finished.add(path);
  };
  for (const path of tree.keys()) if (isProduct(path)) visit(path, []);
  return problems;
}
