// What the public CDKTF command line reads beside a stack: the manifest in its output folder, and the note in the stack's own
// document. It says where it wants them by CDKTF_OUTDIR, which it sets for the `app` of cdktf.json.
import { join } from 'node:path';

/** Version of CDKTF whose command line reads this form. */
const FORM_VERSION = '0.21.0';

/** Where the command line looks for the stack of that name. */
export const stackFolder = (outdir: string, name: string): string => join(outdir, 'stacks', name);

/** `manifest.json`, of one stack. */
export function manifestOf(name: string, stackFile: string): object {
  const workingDirectory = stackFolder('', name);
  return {
    version: FORM_VERSION,
    stacks: {
      [name]: {
        name,
        constructPath: name,
        workingDirectory,
        synthesizedStackPath: join(workingDirectory, stackFile),
        annotations: [],
        dependencies: [],
      },
    },
  };
}

/** The document with the note; `//` is a comment to Terraform. */
export const withNote = (name: string, terraform: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  '//': { metadata: { backend: 'local', stackName: name, version: FORM_VERSION }, outputs: {} },
  ...terraform,
});
