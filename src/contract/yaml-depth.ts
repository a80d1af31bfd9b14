// Finds text that is nested too deep before the parser sees it: its recursion would end the whole process, not in an error.
import { Lexer } from 'yaml';

/** Brackets within brackets, or columns of indentation. No contract comes near either. */
export const NESTING_DEPTH_MAX = 64;
export const INDENT_COLUMNS_MAX = 256;

// Marks that the lexer puts between tokens; they are no part of the text.
const SCALAR_FOLLOWS = '\u001F';
const FLOW_BROKEN_OFF = '\u0018';
const DOCUMENT_STARTS = '\u0002';

/** The offset of the first place that is nested too deep, or undefined. Takes linear time and no stack. */
export function tooDeepAt(text: string): number | undefined {
  for (const match of text.matchAll(/^[ \t]*(?:[-?:][ \t]+)*/gm))
    if (match[0].length > INDENT_COLUMNS_MAX) return match.index;
  // No text is nested deeper than it has opening brackets; lexing it to be sure takes as long as reading it.
  if (text.split(/[[{]/, NESTING_DEPTH_MAX + 2).length <= NESTING_DEPTH_MAX + 1) return undefined;
  let depth = 0;
  let offset = 0;
  let scalar = false;
  for (const token of new Lexer().lex(text)) {
    if (token === SCALAR_FOLLOWS) {
      scalar = true;
      continue;
    }
    if (token === FLOW_BROKEN_OFF) depth = 0;
    if (token === FLOW_BROKEN_OFF || token === DOCUMENT_STARTS) continue;
    if (!scalar && (token === '[' || token === '{')) depth += 1;
    if (!scalar && (token === ']' || token === '}')) depth -= 1;
    if (depth > NESTING_DEPTH_MAX) return offset;
    scalar = false;
    offset += token.length;
  }
  return undefined;
}
