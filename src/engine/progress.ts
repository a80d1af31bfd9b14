// What one action came to: go on with the next look, or stop and say why. Types and one constant.
import type { ErrorDetail } from '../base/errors.ts';
import type { Outcome } from './verdict.ts';

export type Progress =
  { readonly again: true } | { readonly again: false; readonly outcome: Outcome; readonly error?: ErrorDetail };

export const GO_ON: Progress = { again: true };
