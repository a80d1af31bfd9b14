// The effects of a step, one line each: where it stands, whether it can be undone, whether it is approved. Pure.
import type { EffectVerdict } from '../engine/verdict.ts';
import { table } from './block.ts';
import { counted } from './dates.ts';
import type { Piece } from './flow.ts';
import { markOf, STANDINGS, type Sign } from './mark.ts';
import type { Pen } from './style.ts';

/** More than this are shown only with `--verbose`: the settled ones are counted, the rest is cut. */
export const EFFECTS_SHOWN_MAX = 16;

/** The effects, indented. `said`: errors that stand elsewhere already. */
export function effectLines(
  pen: Pen,
  indent: number,
  effects: readonly EffectVerdict[],
  said: ReadonlySet<string>,
): string[] {
  const all = pen.style.verbose || effects.length <= EFFECTS_SHOWN_MAX;
  const open = all ? effects : effects.filter((one) => one.standing !== 'settled');
  const shown = all ? open : open.slice(0, EFFECTS_SHOWN_MAX);
  const settled = effects.length - open.length;
  const cut = open.length - shown.length;
  const row = (sign: Sign, pieces: readonly Piece[]): string[] => table(pen, indent, [[markOf(pen, sign), pieces]], 1);
  return [
    ...(settled === 0 ? [] : row('done', [{ text: `${counted(settled, 'effect')} done and verified` }])),
    ...shown.flatMap((one) => row(signOf(one), piecesOf(pen, one, said))),
    ...(cut === 0
      ? []
      : row('later', [{ text: `${counted(cut, 'more effect')}, shown with --verbose`, paint: pen.dim }])),
  ];
}

/** The mark of an effect: one that needs an approval shows it. */
export function signOf({ standing, effect, approval }: EffectVerdict): Sign {
  if (standing === 'to-do' && effect.irreversible && approval !== 'unspent') return 'needs-approval';
  return STANDINGS[standing].sign;
}

function piecesOf(pen: Pen, one: EffectVerdict, said: ReadonlySet<string>): Piece[] {
  const { effect, standing, error } = one;
  const note = [STANDINGS[standing].note, ...irreversibly(one)].filter((part) => part !== '').join(', ');
  const failed = error === undefined || said.has(error.message) ? '' : `: ${error.message} (${error.code})`;
  return [
    { text: effect.title, ...(standing === 'settled' || standing === 'not-asked' ? { paint: pen.dim } : {}) },
    ...(note + failed === ''
      ? []
      : [{ text: ` · ${note}${failed}`, paint: standing === 'unknown' ? pen.red : pen.dim }]),
    ...(pen.style.verbose ? [{ text: ` ${effect.id}`, paint: pen.dim }] : []),
  ];
}

function irreversibly({ effect, standing, approval, approvalId }: EffectVerdict): string[] {
  if (!effect.irreversible || standing === 'settled') return [];
  if (standing !== 'to-do' || approval === undefined) return ['irreversible'];
  return [
    'irreversible',
    approval === 'unspent' ? `approved by ${approvalId ?? 'an approval'}` : `approval ${approval}`,
  ];
}

/** `7 effects, 5 irreversible`; empty without any. */
export function effectsCounted(effects: readonly EffectVerdict[]): string {
  if (effects.length === 0) return '';
  const final = effects.filter((one) => one.effect.irreversible).length;
  if (final === effects.length) return counted(final, 'irreversible effect');
  return `${counted(effects.length, 'effect')}${final === 0 ? '' : `, ${final} irreversible`}`;
}
