// `request`: the exact text of a person's step. The text itself stands at the left edge, unbroken and unchanged, so that it
// can be pasted; where it goes stands before it, what comes next behind it. Pure.
import type { RequestText } from '../teardown/provider.ts';
import type { EvidenceField } from '../teardown/step.ts';
import { paragraph, report, table } from './block.ts';
import { shellWord } from './command-line.ts';
import { columnsOf } from './plain-text.ts';
import { nextLines } from './next-lines.ts';
import { plain } from './plain.ts';
import { penOf, type Pen, type Style } from './style.ts';

export interface RequestView {
  readonly contract: string;
  readonly request: RequestText;
  /** What `attest` must file afterwards, where the caller knows the step. */
  readonly evidence?: readonly EvidenceField[];
}

export function requestReport(view: RequestView, style: Style): string {
  const pen = penOf(style);
  const { contract, request, evidence = [] } = view;
  return report(
    [
      ...paragraph(pen, 0, { text: contract, paint: pen.bold }, { text: ` request · ${request.step}`, paint: pen.dim }),
      ...paragraph(pen, 0, { text: request.title, paint: pen.bold }),
      ...paragraph(pen, 0, { text: request.how }),
    ],
    [ruler(pen, 'paste from here'), ...request.text.replace(/\n+$/u, '').split('\n'), ruler(pen, 'to here')],
    evidenceLines(pen, evidence),
    nextLines(pen, attestCommand(view)),
  );
}

function ruler(pen: Pen, label: string): string {
  const dash = pen.style.unicode ? '─' : '-';
  const head = `${dash.repeat(3)} ${label} `;
  return pen.dim(head + dash.repeat(Math.max(3, Math.min(pen.style.width, 72) - columnsOf(head))));
}

function evidenceLines(pen: Pen, evidence: readonly EvidenceField[]): string[] {
  if (evidence.length === 0) return [];
  return [
    ...paragraph(pen, 0, { text: 'When it is done, file', paint: pen.bold }),
    ...table(
      pen,
      2,
      evidence.map(({ name, kind, required, what }) => [
        { text: kind === 'file' ? '--file' : name },
        { text: required ? 'required' : 'if known', paint: pen.dim },
        { text: what },
      ]),
    ),
  ];
}

/** What files it, with every required field to fill in. */
function attestCommand({ contract, request, evidence }: RequestView): string {
  const required = (evidence ?? []).filter((field) => field.required);
  const sets = required.filter((field) => field.kind !== 'file').map((field) => ` --set ${field.name}=…`);
  const file = required.some((field) => field.kind === 'file') ? ' --file FILE' : '';
  const unknown = evidence === undefined ? ' --set NAME=VALUE' : '';
  return `kaiyaku attest ${shellWord(contract)} ${request.step}${sets.join('')}${file}${unknown}`;
}

/** The document of `request --format json`. */
export interface RequestJson {
  readonly formatVersion: 1;
  readonly contract: string;
  readonly step: string;
  readonly title: string;
  readonly how: string;
  /** Verbatim. */
  readonly text: string;
  readonly next: string;
}

export function requestJson(view: RequestView): RequestJson {
  const { step, title, how, text } = view.request;
  return plain({
    formatVersion: 1 as const,
    contract: view.contract,
    step,
    title,
    how,
    text,
    next: attestCommand(view),
  });
}
