// One digest for everything irreversible that is left: what `plan` prints and `approve --plan` holds it against.
import { digestOf } from '../base/canonical-json.ts';
import type { Decision } from './verdict.ts';

export function planDigest({ steps }: Decision): string {
  return digestOf(
    steps.flatMap((one) =>
      one.effects
        .filter(({ effect, standing }) => effect.irreversible && standing !== 'settled')
        .map(({ effect, digest }) => ({ effect: effect.id, digest })),
    ),
  );
}
