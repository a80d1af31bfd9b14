// "Did you mean …?": the known word that is nearest to a mistyped one. Pure.

/** Longer words are not compared: nothing that long is a key, and the cost is quadratic. */
const WORD_LENGTH_MAX = 64;

/** The nearest of the known words, or undefined when none is near enough to be meant (a third of its length). */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  if (word.length > WORD_LENGTH_MAX) return undefined;
  const plain = simplified(word);
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(plain, simplified(candidate)) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((one, other) => one.distance - other.distance);
  return ranked[0]?.candidate;
}

/** `server_name`, `server-name` and `serverName` are the same mistake. */
function simplified(word: string): string {
  return word.replaceAll(/[-_ ]/g, '').toLowerCase();
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
export function editDistance(from: string, to: string): number {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      let best = Math.min(
        rows[row - 1]![column]! + 1,
        current[column - 1]! + 1,
        rows[row - 1]![column - 1]! + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1])
        best = Math.min(best, rows[row - 2]![column - 2]! + 1);
      current.push(best);
    }
    rows.push(current);
  }
  return rows[from.length]![to.length]!;
}
