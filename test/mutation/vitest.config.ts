// The configuration of a mutated run: the tests as they are, and the product with one rule or one step's guard switched off.
// The switch is here, in the loading of the modules, and never in the product.
import { defineConfig } from 'vitest/config';

/** `R11` switches that policy off; `sakura-fortigate reset-fortigate R11` takes it from the guards of that step alone. */
const mutant = process.env['KAIYAKU_MUTANT'] ?? '';
const [provider, step, guard] = mutant.includes(' ') ? mutant.split(' ') : [];

/** The policy stays in its list and finds nothing. */
const SILENT = `
for (const list of [policies, planPolicies])
  list.forEach((one, at) => { if (one.refusal === ${JSON.stringify(mutant)}) list[at] = { ...one, check: () => [] }; });
`;

/** The teardown loses one guard of one step. */
const UNGUARDED = `
for (const entry of providers) {
  if (entry.id !== ${JSON.stringify(provider)}) continue;
  const load = entry.provider;
  entry.provider = async () => {
    const known = await load();
    const guards = (one) => one.guards.filter((name) => name !== ${JSON.stringify(guard)});
    const without = (one) => (one.id.split(':')[0] === ${JSON.stringify(step)} ? { ...one, guards: guards(one) } : one);
    return { ...known, teardownOf: (...of) => { const all = known.teardownOf(...of); return { ...all, steps: all.steps.map(without) }; } };
  };
}
`;

const [file, added] = step === undefined ? ['/policies/index.ts', SILENT] : ['/scripts/index.ts', UNGUARDED];

export default defineConfig({
  plugins: [
    {
      name: 'kaiyaku-mutant',
      enforce: 'pre',
      transform: (code, id) => (mutant !== '' && id.endsWith(file) ? `${code}\n${added}` : undefined),
    },
  ],
  test: {
    environment: 'node',
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 120_000,
    reporters: ['dot'],
  },
});
