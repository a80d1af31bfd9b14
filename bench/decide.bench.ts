// How fast surveys are judged: 500 of them, as two rehearsals (the ordinary route, and a device that is dead) made them,
// against reading the same surveys from JSON once. Recorded anew at every run, so they are never older than the code.
import { cp, readFile, writeFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { deserialize, serialize } from 'node:v8';
import { decide } from '../src/engine/decide.ts';
import type { DecideInput } from '../src/engine/decide-input.ts';
import { rehearse } from '../src/rehearsal/rehearse.ts';

export const DECIDE_500_MS_MAX = 1_000;
export const SURVEYS = 500;

/** Rehearses both routes; writes every survey, and keeps the folder of the first one at `finished`. */
export async function recordSurveys(file: string, finished: string): Promise<{ surveys: number }> {
  const inputs: DecideInput[] = [];
  for (const route of ['r', 'd'] as const) {
    const { outcome } = await rehearse({
      route,
      faults: [],
      // The journal's state goes on changing; a survey is of one moment.
      watch: (input) => void inputs.push(structuredClone(input)),
      keep: async (folder) => {
        if (route === 'r') await cp(folder, finished, { recursive: true });
      },
    });
    if (outcome !== 'complete') throw new Error(`the rehearsal of route ${route} ended ${outcome}`);
  }
  await writeFile(file, serialize(inputs));
  return { surveys: inputs.length };
}

/** Ms for 500 decisions, in turn over what was recorded, and for reading the same surveys as JSON. */
export async function decide500(file: string): Promise<{ tookMs: number; readMs: number; distinct: number }> {
  const inputs = deserialize(await readFile(file)) as DecideInput[];
  const texts = inputs.map((input) => JSON.stringify(input, asJson));
  const startMs = performance.now();
  for (let n = 0; n < SURVEYS; n += 1) decide(inputs[n % inputs.length]!);
  const decidedMs = performance.now();
  for (let n = 0; n < SURVEYS; n += 1) JSON.parse(texts[n % texts.length]!);
  return { tookMs: decidedMs - startMs, readMs: performance.now() - decidedMs, distinct: inputs.length };
}

const asJson = (_: string, value: unknown): unknown => (value instanceof Map ? [...value] : value);
