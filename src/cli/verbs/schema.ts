// `schema`: the JSON Schema of a provider's contract files, for editors and CI.
import { providers } from '../../../scripts/index.ts';
import { userError } from '../../base/errors.ts';
import { contractJsonSchema } from '../../contract/json-schema.ts';
import type { Verb } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

export const verb: Verb = async (given, io) => {
  const wanted = given.args[0] ?? 'sakura-fortigate';
  const entry = providers.find((one) => one.id === wanted);
  if (entry === undefined)
    throw userError('unknown-provider', `no provider ${wanted}`, {
      next: `providers: ${providers.map((one) => one.id).join(', ')}`,
    });
  io.out(JSON.stringify(contractJsonSchema(await entry.schema(), entry.id), null, 2));
  return EXIT.ok;
};
