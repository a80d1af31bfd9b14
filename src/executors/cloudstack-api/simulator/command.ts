// What one command of the simulated API is: whom it changes, how its job ends, what a list shows.
import type { CallParams, Finish, Simulation } from './simulation.ts';
import { badParameter, noSuchEntity } from './refuse.ts';

export type Command = {
  /** Parameters beside the one that names its object; a `*` marks those that it demands. */
  readonly takes?: readonly string[];
} & Kind;

type Kind =
  | { readonly kind: 'read'; run(simulation: Simulation, params: CallParams): Record<string, unknown> }
  | { readonly kind: 'sync'; run(simulation: Simulation, params: CallParams): Record<string, unknown> }
  | {
      readonly kind: 'async';
      /** The parameter that names its object. */
      readonly idParam: string;
      /** Refuses before there is a job. */
      check(simulation: Simulation, params: CallParams): void;
      readonly finish: Finish;
    };

/** The object that a parameter names. Throws 431 as the server does. */
export function named<T extends { readonly id: string }>(rows: readonly T[], params: CallParams, name: string): T {
  const value = params[name];
  if (value === undefined) throw badParameter(`Unable to execute API command due to missing parameter ${name}`);
  const row = rows.find(({ id }) => id === value);
  if (row === undefined) throw noSuchEntity(name, value);
  return row;
}
