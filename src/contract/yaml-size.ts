// Finds text that holds more than any contract does before the parser sees it: parsing takes longer than linear time for
// some texts, and a gate must answer within a second whatever it is given.

/** Characters that may begin, end or part a value. A contract of fifty servers has a quarter of them. */
export const MARKS_MAX = 10_000;

/** The offset of the first mark beyond the limit, or undefined. Takes linear time. */
export function tooManyMarksAt(text: string): number | undefined {
  let seen = 0;
  for (const { index } of text.matchAll(/[-,:?!&*[\]{}|>]/g)) {
    seen += 1;
    if (seen > MARKS_MAX) return index;
  }
  return undefined;
}
