// The block that watches over the others. It lives in the state only, and stops two things: a plan that destroys
// everything, and a plan from a description that is older than the journal.
import { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { literal } from './estate.ts';
import type { JournalMoment } from './gone.ts';

/** Logical name of the sentinel in every stack. */
export const SENTINEL = 'kaiyaku_sentinel';

export interface Watched {
  readonly contract: string;
  readonly head: JournalMoment['head'];
  /** The journal's file, absolute or relative to the folder of the stack. */
  readonly journalFile: string;
}

export function addSentinel(scope: Construct, { contract, head, journalFile }: Watched): TerraformResource {
  const sentinel = new TerraformResource(scope, SENTINEL, {
    terraformResourceType: 'terraform_data',
    lifecycle: {
      preventDestroy: true,
      precondition: [
        {
          condition: condition(head, journalFile),
          errorMessage: `the journal of ${literal(contract)} has moved on, or is not there: run kaiyaku synth again`,
        },
      ],
    },
  });
  sentinel.addOverride('input', { contract: literal(contract), journalSeq: head.seq, journalHash: head.hash });
  return sentinel;
}

/** The last line of the journal carries the hash that was read; before there is a journal, there must be none. */
function condition({ seq, hash }: Watched['head'], journalFile: string): string {
  const file = `"${journalFile.startsWith('/') ? '' : `\${path.module}/`}${quoted(journalFile)}"`;
  if (seq < 0) return `\${!fileexists(${file})}`;
  const last = String.raw`reverse(split("\n", trimspace(file(${file}))))[0]`;
  return `\${strcontains(${last}, ${String.raw`"\"hash\":\"${hash}\""`})}`;
}

/** As text within a Terraform string. */
const quoted = (path: string): string =>
  path
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll(/([$%])\{/g, '$1$1{');
