// The short report of a command that recorded one thing: what was recorded, where, and what comes next. Pure.
import { marked, paragraph, report, wholeLine } from './block.ts';
import { withContract } from './command-line.ts';
import { markOf } from './mark.ts';
import { nextLines } from './next-lines.ts';
import { penOf, type Style } from './style.ts';

export interface Notice {
  readonly contract: string;
  /** `opened`, `attested`, `held`… */
  readonly did: string;
  /** Label and value; a value stays whole. */
  readonly facts?: readonly (readonly [string, string])[];
  /** What is to be known beside it; flows. */
  readonly remark?: string;
  /** May say CONTRACT. */
  readonly next?: string;
}

export function noticeText({ contract, did, facts = [], remark, next }: Notice, style: Style): string {
  const pen = penOf(style);
  const widest = Math.max(0, ...facts.map(([label]) => label.length));
  return report(
    [
      ...marked(pen, markOf(pen, 'done'), { text: contract, paint: pen.bold }, { text: ` ${did}` }),
      ...facts.flatMap(([label, value]) =>
        wholeLine(pen, 2, { text: `${label.padEnd(widest)}  ${value}`, paint: pen.dim }),
      ),
    ],
    remark === undefined ? [] : paragraph(pen, 0, { text: withContract(remark, contract) }),
    nextLines(pen, next === undefined ? undefined : withContract(next, contract)),
  );
}
