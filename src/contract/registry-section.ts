// The `registry` section of a contract file, the same for every provider whose steps a domain's registry can prove: where its
// registration is asked. Empty is enough: names under .jp are asked of JPRS, others of whom IANA names. Pure.
import * as z from 'zod';
import { oneLine } from './fields.ts';

/** Fields of the section; a provider may extend it. */
export const registrySection = z.strictObject({
  rdap: z.url().optional().describe('root of the registry’s RDAP service, instead of the one that IANA’s list names'),
  whois: oneLine
    .optional()
    .describe('HOST or HOST:PORT of a WHOIS that answers as JPRS does; whois.jprs.jp for names under .jp'),
  bootstrap: z.url().optional().describe('where IANA’s list of RDAP services is read'),
});

export type RegistrySection = z.infer<typeof registrySection>;
