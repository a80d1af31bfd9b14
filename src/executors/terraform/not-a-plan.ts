// What else people hand in as a plan, and the command that makes the right file. Told by the first bytes and by the names of
// the top-level members, never by a file's name.
import { userError, type KaiyakuError } from '../../base/errors.ts';

const SHOW = 'terraform plan -out=plan.bin && terraform show -json plan.bin > plan.json   # or tofu';
const WHY = 'only `show -json` of a saved plan says exactly what an apply of that file would do';

/** By the first bytes; undefined when it may be JSON. `name` is how the user called the file. */
export function otherFile(head: Uint8Array, name: string): KaiyakuError | undefined {
  const [first, second, third, fourth] = head;
  if (first === undefined)
    return userError('plan-empty-file', `${name} is empty`, { why: 'the command that wrote it failed', next: SHOW });
  if (first === 0x50 && second === 0x4b && third === 0x03 && fourth === 0x04)
    return userError('plan-is-binary', `${name} is a saved plan in Terraform’s own format`, {
      why: WHY,
      next: `terraform show -json ${name} > plan.json   # or tofu`,
    });
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return userError('plan-is-utf16', `${name} is UTF-16, as PowerShell’s > writes it`, {
      next: 'cmd /c "terraform show -json plan.bin > plan.json"',
    });
  const start = String.fromCharCode(...head.subarray(0, 64)).trimStart();
  if (start !== '' && !start.startsWith('{') && first !== 0xef)
    return userError('plan-is-text', `${name} is not JSON`, { why: WHY, next: SHOW });
  return undefined;
}

/** By the names of the top-level members; undefined when they are those of a plan. */
export function otherDocument(names: ReadonlySet<string>, name: string): KaiyakuError | undefined {
  if (names.has('@level') || names.has('@message'))
    return userError('plan-is-events', `${name} is the event stream of \`plan -json\``, { why: WHY, next: SHOW });
  if (names.has('encrypted_data') || names.has('encryption_version'))
    return userError('plan-is-binary', `${name} is an encrypted plan or state of OpenTofu`, {
      why: WHY,
      next: `tofu show -json ${name} > plan.json`,
    });
  if (names.has('lineage') || names.has('serial'))
    return userError('plan-is-state', `${name} is a state file`, { why: WHY, next: SHOW });
  if (names.has('provider_schemas') || !names.has('format_version'))
    return userError('plan-is-other', `${name} is JSON, but no plan`, { why: WHY, next: SHOW });
  if (!names.has('planned_values') && !names.has('resource_changes') && !names.has('configuration'))
    return userError('plan-is-state', `${name} is a state, as \`show -json\` without a plan prints it`, {
      why: WHY,
      next: SHOW,
    });
  return undefined;
}
