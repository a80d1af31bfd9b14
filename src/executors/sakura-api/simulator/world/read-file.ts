// From a world file's JSON to the state that it says.
import { userError } from '../../../../base/errors.ts';
import { danglingIn } from './check.ts';
import { worldSchema, type WorldState } from './file.ts';

/**
 * Reads a world file's parsed JSON. Throws `userError('world-file')` that lists every wrong place: unknown keys,
 * wrong types, ids used twice, references to objects that are not there.
 */
export function readWorldFile(json: unknown): WorldState {
  const result = worldSchema.safeParse(json);
  const problems = result.success
    ? danglingIn(result.data)
    : result.error.issues.map((issue) => `${issue.path.join('.') || '(top)'}: ${issue.message}`);
  if (!result.success || problems.length > 0)
    throw userError('world-file', `the world file is wrong:\n  ${problems.join('\n  ')}`, {
      next: 'mend the named places; defaultWorld() shows a complete file',
      facts: { problems },
    });
  return result.data;
}
