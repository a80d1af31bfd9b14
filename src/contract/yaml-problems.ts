// The parser's complaints in our words, by their codes. The library's own sentences quote the text, and the text may hold
// a secret in the wrong place: they are never shown.
import type { YAMLError } from 'yaml';
import type { ContractProblem } from './provider-schema.ts';
import type { Span } from './source-text.ts';

export type YamlProblem = ContractProblem & { readonly span: Span };

interface Wording {
  readonly what: string;
  readonly next: string;
}

const QUOTE_IT = 'put the text in quotes';
const WORDINGS: Partial<Record<YAMLError['code'], Wording>> = {
  TAB_AS_INDENT: { what: 'a tab is used as indentation', next: 'indent with spaces' },
  BAD_INDENT: { what: 'the indentation does not fit what stands above', next: 'align it with the keys beside it' },
  BAD_DQ_ESCAPE: { what: 'a backslash sequence that does not exist', next: 'use single quotes, or write \\\\' },
  BAD_SCALAR_START: { what: 'a value cannot begin with this character', next: QUOTE_IT },
  BLOCK_AS_IMPLICIT_KEY: { what: 'a second `: ` on one line', next: QUOTE_IT },
  MULTILINE_IMPLICIT_KEY: { what: 'a line that is neither a key nor a value', next: 'write `key: value`' },
  MISSING_CHAR: {
    what: 'something is missing here: a colon, a comma, a space or a closing quote or bracket',
    next: 'look at this line and the one above',
  },
  KEY_OVER_1024_CHARS: { what: 'a key is longer than YAML allows', next: 'write `key: value`' },
  MULTIPLE_DOCS: {
    what: 'the file holds more than one YAML document',
    next: 'one contract a file: move what follows `---` into a file of its own',
  },
  BAD_ALIAS: { what: 'a name after & or * that YAML does not take', next: QUOTE_IT },
  UNEXPECTED_TOKEN: {
    what: 'this is not expected here',
    next: 'look at quotes, brackets and indentation of this line',
  },
  BAD_DIRECTIVE: { what: 'a YAML directive that means nothing here', next: 'remove the line that begins with %' },
};
const OTHERWISE: Wording = {
  what: 'this is not YAML as a contract may use it',
  next: 'write plain `key: value` lines',
};

/** One complaint of the parser. Codes: `yaml-syntax`, `yaml-tag`, `several-documents`. */
export function yamlProblem(error: YAMLError, text: string): YamlProblem {
  const [start, end] = error.pos;
  const base = { path: [], span: { start, end } };
  if (error.code === 'TAG_RESOLVE_FAILED')
    return { ...base, code: 'yaml-tag', what: 'YAML tags mean nothing here', next: 'remove the tag (`!…`)' };
  const wording = WORDINGS[error.code] ?? OTHERWISE;
  if (error.code !== 'MULTIPLE_DOCS') return { ...base, code: 'yaml-syntax', ...wording };
  // The parser marks the whole second document; its first line is enough.
  const line = text.indexOf('\n', start);
  const span = { start, end: line === -1 ? end : Math.max(start + 1, line) };
  return { ...base, span, code: 'several-documents', ...wording };
}

/** A quote that opens at this offset and never closes. */
export function openQuoteProblem(start: number): YamlProblem {
  return {
    code: 'yaml-syntax',
    path: [],
    span: { start, end: start + 1 },
    what: 'the quote that opens here is not closed',
    next: 'close it on the same line',
  };
}

/** A key that stands twice in one mapping; `first` and `second` are offsets of the keys. */
export function duplicateKeyProblem(key: string, first: number, second: Span, text: string): YamlProblem {
  const line = text.slice(0, first).split('\n').length;
  return {
    code: 'duplicate-key',
    path: [],
    span: second,
    what: `the key "${key}" stands here a second time`,
    why: `it stands on line ${line} already, and YAML would silently drop one of them`,
    next: 'remove one of them',
  };
}
