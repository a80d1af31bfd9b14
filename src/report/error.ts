// An error as a person reads it: what kind, its code, what happened, why, and the next command. Pure; whoever prints it
// redacts it once more.
import type { ErrorDetail, ErrorKind } from '../base/errors.ts';
import { columnOf, field, labelled, marked, report, wholeLine } from './block.ts';
import { withContract } from './command-line.ts';
import { withWeekdays } from './dates.ts';
import { markOf, type Sign } from './mark.ts';
import { commandOrText } from './next-lines.ts';
import { both, penOf, type Pen, type Style } from './style.ts';
import { plain } from './plain.ts';
import { valueText } from './plain-text.ts';

const KINDS: Readonly<Record<ErrorKind, { readonly word: string; readonly sign: Sign }>> = {
  user: { word: 'error', sign: 'blocked' },
  refusal: { word: 'refused', sign: 'blocked' },
  provider: { word: 'failed', sign: 'unreadable' },
  bug: { word: 'bug in kaiyaku', sign: 'unreadable' },
};

const LABEL_COLUMN = 9;

/** `contract`: its name, put in place of CONTRACT in the next command; undefined where none is known. */
export function errorText(detail: ErrorDetail, contract: string | undefined, style: Style): string {
  const pen = penOf(style);
  return report(errorLines(pen, detail, contract, undefined));
}

/** `next`: what stands at the report's end already. */
export function errorLines(
  pen: Pen,
  detail: ErrorDetail,
  contract: string | undefined,
  next: string | undefined,
): string[] {
  const { kind, code, message, why, facts } = detail;
  const { word, sign } = KINDS[kind];
  const [first = '', ...rest] = withContract(message, contract).split('\n');
  const own = detail.next === undefined ? undefined : withContract(detail.next, contract);
  const paint = both(pen.bold, pen.red);
  const reason = why ?? (kind === 'bug' ? BUG : undefined);
  const said = classOf(detail);
  return [
    ...marked(
      pen,
      markOf(pen, sign),
      { text: word, paint },
      { text: `[${code}]`, paint },
      { text: `: ${withWeekdays(first)}`, paint: pen.bold },
    ),
    // A text of several lines is laid out already: an excerpt of a file, what another program said.
    ...rest.flatMap((line) => wholeLine(pen, 2, { text: line })),
    ...row(pen, 'why', reason === undefined ? undefined : [{ text: withWeekdays(withContract(reason, contract)) }]),
    ...row(pen, 'class', said === undefined ? undefined : [{ text: CLASSES[said] }]),
    ...(pen.style.verbose && facts !== undefined ? factLines(pen, facts) : []),
    ...row(pen, 'next', own === undefined || own === next ? undefined : [commandOrText(pen, own)]),
  ];
}

const BUG =
  'a fault of kaiyaku itself, not of the contract or the provider; what was begun is in the journal, and apply looks before it goes on';

const CLASSES: Readonly<Record<NonNullable<ErrorDetail['class']>, string>> = {
  retry: 'nothing happened; it may be tried again',
  permanent: 'the other side refused; nothing happened',
  'unknown-outcome': 'it may have happened; only looking can tell',
};

/** Only the other side has one to report; for whoever carries an effect out, the input's errors may bear one as well. */
const classOf = (detail: ErrorDetail): ErrorDetail['class'] => (detail.kind === 'provider' ? detail.class : undefined);

const row = (pen: Pen, label: string, pieces: Parameters<typeof field>[3] | undefined): string[] =>
  pieces === undefined ? [] : field(pen, 2, { text: label, paint: pen.dim }, pieces, LABEL_COLUMN);

const factLines = (pen: Pen, facts: Readonly<Record<string, unknown>>): string[] =>
  labelled(
    pen,
    2,
    { text: 'facts', paint: pen.dim },
    Object.entries(facts).flatMap(([name, value]) =>
      wholeLine(pen, columnOf(pen, 2, LABEL_COLUMN), { text: `${name} ${valueText(value)}`, paint: pen.dim }),
    ),
    LABEL_COLUMN,
  );

/** What is not known is left out. */
export interface ErrorJson {
  readonly contract?: string;
  /** `user`, `refusal`, `provider`, `bug`. */
  readonly kind: string;
  /** Stable: kebab-case, or a refusal id. */
  readonly code: string;
  readonly message: string;
  readonly why?: string;
  readonly next?: string;
  /** Of a provider's error: `retry`, `permanent`, `unknown-outcome`. */
  readonly class?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

export function errorJson(detail: ErrorDetail, contract: string | undefined): ErrorJson {
  const { kind, code, message, why, next, facts } = detail;
  const named = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : withContract(text, contract);
  return plain({
    contract,
    kind,
    code,
    message: withContract(message, contract),
    why: named(why),
    next: named(next),
    class: classOf(detail),
    facts,
  });
}
