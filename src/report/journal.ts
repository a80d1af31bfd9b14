// `verify` and the history: what a journal says of itself, entry by entry, and the first thing that is wrong with it. Pure.
import type { Entry } from '../journal/entry.ts';
import type { JournalVerification } from '../journal/verify.ts';
import { marked, paragraph, report, table, type Cell } from './block.ts';
import { headText } from './closing.ts';
import { withContract } from './command-line.ts';
import { counted, instantText } from './dates.ts';
import { entrySaid } from './entry-said.ts';
import { errorLines } from './error.ts';
import { markOf } from './mark.ts';
import { nextLines } from './next-lines.ts';
import { padded } from './plain-text.ts';
import { plain } from './plain.ts';
import { penOf, type Pen, type Style } from './style.ts';
import { headField } from './terms-lines.ts';

export interface VerifyView {
  readonly contract: string;
  readonly result: JournalVerification;
}

export function verifyText({ contract, result }: VerifyView, style: Style): string {
  const pen = penOf(style);
  const { sound, entries, head, journalId, firstBad, tail } = result;
  return report(
    paragraph(
      pen,
      0,
      { text: contract, paint: pen.bold },
      { text: ` verify${journalId === undefined ? '' : ` · journal ${journalId}`}`, paint: pen.dim },
    ),
    [
      ...headField(pen, 'Entries', [
        { text: String(entries) },
        { text: firstBad === undefined ? '' : ' good ones before the first bad one', paint: pen.red },
      ]),
      ...(head.seq < 0 ? [] : [padded(pen.bold('Head'), HEAD_INDENT) + headText(head)]),
      ...(head.seq < 0 ? [] : headField(pen, 'Last', [{ text: instantText(Date.parse(head.at)) }])),
      ...anchorLines(pen, result),
      ...evidenceLines(pen, result),
      ...(tail?.kind === 'torn' ? headField(pen, 'Tail', [{ text: TORN, paint: pen.yellow }]) : []),
      ...remarkLines(pen, result),
    ],
    firstBad === undefined ? [] : errorLines(pen, firstBad, contract, undefined),
    marked(
      pen,
      markOf(pen, sound ? 'done' : 'blocked'),
      { text: sound ? 'Sound' : 'Not sound', paint: pen.bold },
      { text: sound ? SOUND : ': nothing is done on its word (R19).' },
    ),
    nextLines(pen, nextOf(contract, result)),
  );
}

const SOUND = ': every entry follows from the one before, and all evidence is as it was filed.';

/** The first bad entry brings its own advice. */
function nextOf(contract: string, { sound, firstBad, anchorFault }: JournalVerification): string | undefined {
  if (sound || firstBad !== undefined) return undefined;
  const what =
    anchorFault === undefined
      ? 'put the evidence files back from a copy'
      : 'find the copy of the journal that holds the anchored entry, and put it back';
  return withContract(`${what}, then kaiyaku verify CONTRACT`, contract);
}

const TORN =
  'the last line was cut off before it was complete; the next writer removes it, nothing is lost that was confirmed';

function anchorLines(pen: Pen, { anchors, anchorFault, firstBad }: JournalVerification): string[] {
  if (anchorFault !== undefined) return headField(pen, 'Anchor', [{ text: anchorFault, paint: pen.red }]);
  const last = anchors.reduce<number | undefined>((most, one) => Math.max(most ?? one.seq, one.seq), undefined);
  if (last === undefined)
    return headField(pen, 'Anchor', [{ text: 'none: a cut tail would not show', paint: pen.yellow }]);
  return headField(pen, 'Anchor', [
    { text: firstBad === undefined ? `on the chain, up to entry ${last}` : 'not compared' },
  ]);
}

function evidenceLines(pen: Pen, { evidence: { named, problems, unnamed } }: JournalVerification): string[] {
  return [
    ...headField(pen, 'Evidence', [
      { text: counted(named, 'file') },
      problems.length === 0
        ? { text: named === 0 ? '' : ', each hashed again and as it was filed' }
        : { text: `, ${problems.length} not as filed`, paint: pen.red },
    ]),
    ...table(
      pen,
      HEAD_INDENT,
      problems.map((one) => [
        { text: one.problem, paint: pen.red },
        { text: one.name },
        { text: one.sha256, paint: pen.dim },
      ]),
    ),
    ...(unnamed.length === 0
      ? []
      : headField(pen, '', [{ text: `${counted(unnamed.length, 'file')} that no entry names`, paint: pen.yellow }])),
  ];
}

const HEAD_INDENT = 12;

const REMARKS: Readonly<Record<JournalVerification['remarks'][number]['remark'], string>> = {
  'time-went-back': 'is older than the entry before it',
  'approval-had-expired': 'was begun under an approval that had expired',
};

function remarkLines(pen: Pen, { remarks, remarkCount }: JournalVerification): string[] {
  const more = remarkCount - remarks.length;
  return [
    ...remarks.flatMap((one, index) =>
      headField(pen, index === 0 ? 'Remarks' : '', [
        { text: `entry ${one.seq} ${REMARKS[one.remark]}`, paint: pen.yellow },
      ]),
    ),
    ...(more > 0 ? headField(pen, '', [{ text: `and ${counted(more, 'more remark')}`, paint: pen.yellow }]) : []),
  ];
}

/** The document of `verify --format json`. What is not known is left out. */
export interface VerifyJson {
  readonly formatVersion: 1;
  readonly contract: string;
  readonly journalId?: string;
  readonly sound: boolean;
  /** Good ones, up to the first bad one. */
  readonly entries: number;
  readonly head: { readonly seq: number; readonly hash: string; readonly at: string };
  readonly firstBad?: {
    readonly seq?: number;
    readonly line?: number;
    readonly reason?: string;
    readonly code: string;
    readonly message: string;
  };
  /** `whole`, `unended` or `torn`. */
  readonly tail?: string;
  readonly anchors: readonly { readonly seq: number; readonly hash: string }[];
  readonly anchorFault?: string;
  readonly evidence: JournalVerification['evidence'];
  readonly remarks: JournalVerification['remarks'];
  readonly remarkCount: number;
}

export function verifyJson({ contract, result }: VerifyView): VerifyJson {
  const { firstBad, head } = result;
  const facts = firstBad?.facts as { seq?: number; line?: number; reason?: string } | undefined;
  return plain({
    formatVersion: 1 as const,
    contract,
    journalId: result.journalId,
    sound: result.sound,
    entries: result.entries,
    head: { seq: head.seq, hash: head.hash, at: head.at },
    firstBad:
      firstBad === undefined
        ? undefined
        : plain({
            seq: facts?.seq,
            line: facts?.line,
            reason: facts?.reason,
            code: firstBad.code,
            message: firstBad.message,
          }),
    tail: result.tail?.kind,
    anchors: result.anchors.map(({ seq, hash }) => ({ seq, hash })),
    anchorFault: result.anchorFault,
    evidence: result.evidence,
    remarks: result.remarks,
    remarkCount: result.remarkCount,
  });
}

/** One row an entry, oldest first: number, instant, kind, what it says. No line feed at its end. */
export function historyText(entries: readonly Entry[], style: Style): string {
  const pen = penOf(style);
  const widest = String(entries.at(-1)?.seq ?? 0).length;
  const rows = entries.map((entry): readonly Cell[] => [
    { text: String(entry.seq).padStart(widest), paint: pen.dim },
    { text: instantText(Date.parse(entry.at)), paint: pen.dim },
    { text: entry.kind, paint: paintOfKind(pen, entry) },
    [{ text: entrySaid(entry) }],
  ]);
  return table(pen, 0, rows).join('\n');
}

function paintOfKind(pen: Pen, { kind }: Entry): (text: string) => string {
  switch (kind) {
    case 'verified':
    case 'found':
    case 'closed':
      return pen.green;
    case 'intended':
    case 'approved':
      return pen.magenta;
    case 'failed':
    case 'revoked':
    case 'held':
      return pen.red;
    case 'settled':
    case 'waived':
    case 'amended':
      return pen.yellow;
    case 'opened':
    case 'requested':
    case 'attested':
    case 'done':
    case 'released':
      return pen.bold;
  }
}
