// `rehearse`: what happened in the simulated world, and what is left of it. Every line of the story and the whole report say
// REHEARSAL, so that nobody takes it for the real thing. Pure.
import { marked, paragraph, report, table, wholeLine } from './block.ts';
import { counted, durationText, instantText, withWeekdays } from './dates.ts';
import { markOf, stepLabel, wordOf, type Sign } from './mark.ts';
import { nextLines } from './next-lines.ts';
import { both, penOf, type Paint, type Pen, type Style } from './style.ts';
import { headField } from './terms-lines.ts';

/** What one of the four did, at an instant of the moved clock. */
export interface StoryLine {
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly who: 'kaiyaku' | 'customer' | 'provider' | 'third-party' | 'clock';
  readonly text: string;
}

/** What a rehearsal came to; the document of `rehearse --format json`. */
export interface Rehearsal {
  /** `complete` when the real `apply` reached the end. */
  readonly outcome: string;
  readonly provider: string;
  /** `none`: every step is a person's. */
  readonly engine: string;
  readonly route: string;
  readonly steps: readonly { readonly id: string; readonly actor: string; readonly verdict: string }[];
  /** Effective transitions, as counted at the simulators. */
  readonly effects: readonly {
    readonly step: string;
    readonly target: string;
    readonly call: string;
    readonly count: number;
  }[];
  readonly journal: { readonly entries: number; readonly head: string; readonly verified: boolean };
  /** What of the estate still exists. */
  readonly left: readonly string[];
  /** Of the user's contract file: what the rehearsal's copy has its own for. */
  readonly replaced: readonly string[];
  /** Where the window refused it: a day on which it is open. */
  readonly opensOn?: string;
  /** Real milliseconds, and simulated ones. */
  readonly wallMs: number;
  readonly waitedMs: number;
  readonly story: readonly StoryLine[];
}

const BANNER = 'REHEARSAL';

/** One event as it happens: `REHEARSAL  Tue 2026-11-24 10:00 JST  customer  sends the application`. No line feed at its end. */
export function storyLine({ at, who, text }: StoryLine, style: Style): string {
  const pen = penOf(style);
  const when = instantText(Date.parse(at));
  const row = [
    { text: BANNER, paint: pen.yellow },
    { text: when, paint: pen.dim },
    { text: who.padEnd(WHO_COLUMNS), paint: PAINTS(pen)[who] },
    { text: withWeekdays(text) },
  ];
  return table(pen, 0, [row]).join('\n');
}

const WHO_COLUMNS = 8;
const PAINTS = (pen: Pen): Readonly<Record<StoryLine['who'], Paint>> => ({
  kaiyaku: pen.cyan,
  customer: pen.magenta,
  provider: pen.yellow,
  'third-party': pen.yellow,
  clock: pen.dim,
});

/** The summary. `withStory`: for whoever was not told while it happened. */
export function rehearsalText(result: Rehearsal, style: Style, withStory = false): string {
  const pen = penOf(style);
  const complete = result.outcome === 'complete' && result.left.length === 0;
  // A blank line stands between it and the story that was told before it.
  const before = withStory ? '' : '\n';
  return (
    before +
    report(
      withStory ? result.story.map((event) => storyLine(event, style)) : [],
      paragraph(
        pen,
        0,
        { text: BANNER, paint: both(pen.bold, pen.yellow) },
        {
          text:
            result.engine === 'none'
              ? ` ${result.provider} · persons’ steps only · nobody is contacted`
              : result.route === 'ordinary'
                ? ` ${result.provider} · engine ${result.engine} · loopback only`
                : ` route ${result.route.toUpperCase()} · engine ${result.engine} · loopback only`,
          paint: pen.dim,
        },
      ),
      stepLines(pen, result),
      effectLines(pen, result),
      [
        ...headField(pen, 'Journal', [
          { text: `${counted(result.journal.entries, 'entry').replace(/entrys$/u, 'entries')}, ` },
          result.journal.verified ? { text: 'verified' } : { text: 'not sound', paint: pen.red },
        ]),
        ...wholeLine(pen, HEAD_INDENT, { text: result.journal.head, paint: pen.dim }),
        ...headField(pen, 'Time', [
          {
            text: `${durationText(result.wallMs)} on the wall, ${durationText(result.waitedMs)} waited on the moved clock`,
          },
        ]),
        ...headField(pen, 'Left', leftPieces(pen, result)),
      ],
      [
        ...marked(
          pen,
          markOf(pen, complete ? 'done' : 'blocked'),
          { text: BANNER, paint: pen.yellow },
          { text: complete ? ' complete' : ` ${result.outcome}`, paint: pen.bold },
          { text: complete ? endOf(result) : ': it did not reach the end.' },
        ),
        ...nextLines(pen, nextOf(result, complete)),
      ],
    )
  );
}

const nextOf = ({ opensOn }: Rehearsal, complete: boolean): string => {
  if (complete) return 'kaiyaku open CONTRACT';
  return opensOn === undefined
    ? 'kaiyaku rehearse --verbose'
    : `kaiyaku rehearse CONTRACT --today ${opensOn}   # the window is open from that day on`;
};

const endOf = ({ effects, engine }: Rehearsal): string =>
  engine === 'none'
    ? ': every step was closed in order by what a person filed, and nothing is left.'
    : effects.every((one) => one.count === 1)
      ? ': everything was ended in order, each effect counted exactly once, and nothing is left.'
      : ': nothing is left; some effects were counted more than once.';

const HEAD_INDENT = 12;

const leftPieces = (pen: Pen, { left }: Rehearsal) =>
  left.length === 0 ? [{ text: 'nothing' }] : [{ text: left.join(', '), paint: pen.red }];

const SIGNS: ReadonlySet<string> = new Set<Sign>([
  'done',
  'not-needed',
  'ready',
  'waiting-until',
  'waiting-for-person',
  'needs-approval',
  'blocked',
  'in-doubt',
  'unreadable',
]);
const isSign = (word: string): word is Sign => SIGNS.has(word);

function stepLines(pen: Pen, { steps }: Rehearsal): string[] {
  return table(
    pen,
    0,
    steps.map(({ id, actor, verdict }) => {
      const sign: Sign = isSign(verdict) ? verdict : 'later';
      return [
        stepLabel(pen, sign, id),
        { text: isSign(verdict) ? wordOf(verdict) : verdict },
        { text: actor, paint: pen.dim },
      ];
    }),
  );
}

function effectLines(pen: Pen, { effects }: Rehearsal): string[] {
  if (effects.length === 0) return [];
  return [
    ...paragraph(
      pen,
      0,
      { text: 'Effects', paint: pen.bold },
      { text: ' as counted at the simulators', paint: pen.dim },
    ),
    ...table(
      pen,
      2,
      effects.map(({ step, target, call, count }) => [
        { text: `${count}${pen.style.unicode ? '×' : 'x'}`, paint: count === 1 ? pen.green : pen.yellow },
        { text: step, paint: pen.dim },
        [{ text: call }, { text: ` ${target}`, paint: pen.dim }],
      ]),
    ),
  ];
}

export interface RehearsalJson extends Rehearsal {
  readonly formatVersion: 1;
  readonly rehearsal: true;
}

export function rehearsalJson(result: Rehearsal): RehearsalJson {
  const { outcome, provider, engine, route, steps, effects, journal, left, replaced } = result;
  const { opensOn, wallMs, waitedMs, story } = result;
  return {
    formatVersion: 1,
    rehearsal: true,
    outcome,
    provider,
    engine,
    route,
    steps: steps.map(({ id, actor, verdict }) => ({ id, actor, verdict })),
    effects: effects.map(({ step, target, call, count }) => ({ step, target, call, count })),
    journal: { entries: journal.entries, head: journal.head, verified: journal.verified },
    left,
    replaced,
    ...(opensOn === undefined ? {} : { opensOn }),
    wallMs,
    waitedMs,
    story: story.map(({ at, who, text }) => ({ at, who, text })),
  };
}
