// `approve`: what will happen, before anybody agrees to it. Warnings of another route come first; then every effect that
// cannot be undone, until when it holds, and what is typed. Pure.
import type { ApprovalDraft } from '../engine/approve.ts';
import { marked, paragraph, report, table, wholeLine } from './block.ts';
import { shellWord, withContract } from './command-line.ts';
import { counted, instantText, untilText } from './dates.ts';
import { markOf } from './mark.ts';
import { nextLines } from './next-lines.ts';
import { plain } from './plain.ts';
import { both, penOf, type Pen, type Style } from './style.ts';
import { headField } from './terms-lines.ts';

export interface ApprovalView {
  readonly contract: string;
  readonly draft: ApprovalDraft;
  /** To say how long it holds, beside until when. */
  readonly nowMs?: number;
  /** Names of those whose signature the contract wants; none: whoever types the name. */
  readonly approvers?: readonly string[];
}

export function approvalText(view: ApprovalView, style: Style): string {
  const pen = penOf(style);
  const { contract, draft } = view;
  return report(
    paragraph(
      pen,
      0,
      { text: contract, paint: pen.bold },
      { text: ` approve${draft.route === undefined ? '' : ` · ${draft.route} route`}`, paint: pen.dim },
    ),
    warningLines(pen, draft),
    effectLines(pen, draft),
    [
      ...headField(
        pen,
        'Holds until',
        [{ text: instantText(draft.expiresAtMs) }, { text: holdsFor(view), paint: pen.dim }],
        COLUMN,
      ),
      ...headField(
        pen,
        'Spent',
        [{ text: 'by the act itself; given back only when it is proven not to have happened' }],
        COLUMN,
      ),
      ...wholeLine(pen, 0, { text: `${'Plan'.padEnd(COLUMN)}${draft.digest}`, paint: pen.dim }),
    ],
    agreeLines(pen, view),
  );
}

const COLUMN = 14;

/** How it is agreed to: the contract's name, or the signature of somebody whom the contract lists. */
function agreeLines(pen: Pen, { contract, draft, approvers = [] }: ApprovalView): string[] {
  if (approvers.length === 0)
    return [
      ...paragraph(
        pen,
        0,
        { text: 'To approve all of this, type the contract’s name: ' },
        { text: contract, paint: pen.bold, solid: true },
      ),
      ...nextLines(pen, confirmCommand(contract, draft), 'Or'),
    ];
  const name = shellWord(contract);
  const asked = askedFor(draft);
  return [
    ...paragraph(pen, 0, { text: `To approve all of this, ${approvers.join(' or ')} has to sign it:` }),
    ...wholeLine(pen, 2, { text: `kaiyaku approve ${name} ${asked} --print > approval.txt` }),
    ...wholeLine(pen, 2, { text: 'ssh-keygen -Y sign -n kaiyaku -f KEY approval.txt' }),
    ...nextLines(pen, `kaiyaku approve ${name} ${asked} --signed approval.txt --signature approval.txt.sig`),
  ];
}

const askedFor = ({ route, effects }: ApprovalDraft): string =>
  route === undefined
    ? stepsOf(effects)
        .map((step) => `--step ${step}`)
        .join(' ')
    : `--route ${route}`;

/** The same approval without a terminal: refused when the plan is another one by then. */
const confirmCommand = (contract: string, draft: ApprovalDraft): string =>
  `kaiyaku approve ${shellWord(contract)} ${askedFor(draft)} --plan ${draft.digest} --confirm ${shellWord(contract)}`;

/** A person's step is approved as `step/<id>`, an effect's id begins with its step. */
const stepsOf = (effects: ApprovalDraft['effects']): string[] => [
  ...new Set(effects.map(({ effect }) => (effect.startsWith('step/') ? effect.slice(5) : effect.split('/')[0]!))),
];

const holdsFor = ({ draft, nowMs }: ApprovalView): string =>
  nowMs === undefined ? '' : ` · ${untilText(nowMs, draft.expiresAtMs)}`;

/** What is shown and is not the title of an effect is a warning. */
function warningsOf({ shown, effects }: ApprovalDraft): string[] {
  const titles = new Set(effects.map((one) => one.title));
  return shown.filter((text) => !titles.has(text));
}

function warningLines(pen: Pen, draft: ApprovalDraft): string[] {
  const warnings = warningsOf(draft);
  if (warnings.length === 0) return [];
  return [
    ...paragraph(pen, 0, { text: 'Read this first', paint: both(pen.bold, pen.yellow) }),
    ...table(
      pen,
      2,
      warnings.map((text) => [
        { text: '!', paint: pen.yellow },
        { text, paint: pen.yellow },
      ]),
      1,
    ),
  ];
}

function effectLines(pen: Pen, { effects }: ApprovalDraft): string[] {
  const final = effects.filter((one) => one.irreversible);
  const rest = effects.length - final.length;
  return [
    ...paragraph(pen, 0, {
      text: `Cannot be undone (${final.length})${rest === 0 ? '' : ` · ${counted(rest, 'other effect')}`}`,
      paint: pen.bold,
    }),
    ...table(
      pen,
      2,
      effects.map((one) => [
        one.irreversible ? markOf(pen, 'needs-approval') : markOf(pen, 'ready'),
        [{ text: one.title }, ...(pen.style.verbose ? [{ text: ` ${one.effect}`, paint: pen.dim }] : [])],
      ]),
      1,
    ),
  ];
}

/** What is said once it is recorded. */
export interface ApprovedView extends ApprovalView {
  readonly approvalId: string;
  /** Name of the listed key whose signature was verified. */
  readonly signedBy?: string;
}

export function approvedText({ contract, draft, approvalId, signedBy }: ApprovedView, style: Style): string {
  const pen = penOf(style);
  const by =
    signedBy === undefined
      ? 'by whoever could write the journal: the contract lists no approvers'
      : `signed by ${signedBy}`;
  const person = draft.effects.find((one) => one.effect.startsWith('step/'))?.effect.slice('step/'.length);
  return report(
    [
      ...marked(
        pen,
        markOf(pen, 'done'),
        { text: `Approved ${approvalId}`, paint: pen.bold },
        { text: ` · ${counted(draft.effects.length, 'effect')}, until ${instantText(draft.expiresAtMs)}` },
        { text: ` · ${by}`, paint: pen.dim },
      ),
      ...wholeLine(pen, 2, {
        text: withContract(`kaiyaku revoke CONTRACT ${approvalId} --reason …`, contract),
        paint: pen.dim,
      }),
    ],
    nextLines(
      pen,
      withContract(person === undefined ? 'kaiyaku apply CONTRACT' : `kaiyaku request CONTRACT ${person}`, contract),
    ),
  );
}

/** The document of `approve --format json`. */
export interface ApprovalJson {
  readonly formatVersion: 1;
  readonly contract: string;
  /** Left out until it is recorded. */
  readonly approvalId?: string;
  readonly signedBy?: string;
  readonly route?: string;
  readonly warnings: readonly string[];
  readonly effects: readonly {
    readonly effect: string;
    readonly digest: string;
    readonly title: string;
    readonly irreversible: boolean;
  }[];
  /** RFC 3339, UTC. */
  readonly expiresAt: string;
  /** What `approve --plan` takes. */
  readonly planDigest: string;
  /** Hash of the journal's head. */
  readonly head?: string;
}

export function approvalJson({
  contract,
  draft,
  approvalId,
  signedBy,
  head,
}: ApprovalView & { readonly approvalId?: string; readonly signedBy?: string; readonly head?: string }): ApprovalJson {
  return plain({
    formatVersion: 1 as const,
    contract,
    approvalId,
    signedBy,
    route: draft.route,
    warnings: warningsOf(draft),
    effects: draft.effects.map(({ effect, digest, title, irreversible }) => ({ effect, digest, title, irreversible })),
    expiresAt: new Date(draft.expiresAtMs).toISOString(),
    planDigest: draft.digest,
    head,
  });
}
