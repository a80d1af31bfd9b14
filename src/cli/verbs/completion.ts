// `completion`: a script for bash, zsh or fish, made from the command records, so that it can never miss one.
import { userError } from '../../base/errors.ts';
import type { CommandRecord, Verb } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

/** The verb over these records. */
export const completionOf =
  (commands: readonly CommandRecord[]): Verb =>
  (given, io) => {
    const make = SHELLS[given.args[0] ?? ''];
    if (make === undefined)
      throw userError('unknown-shell', `no completion for ${given.args[0]}`, {
        next: `shells: ${Object.keys(SHELLS).join(', ')}`,
      });
    io.out(make(commands));
    return Promise.resolve(EXIT.ok);
  };

const flagsOf = (record: CommandRecord): string[] =>
  [...record.options.map((option) => /--[\w-]+/.exec(option.flags)?.[0] ?? ''), '--no-color', '--help'].filter(
    (flag) => flag !== '',
  );

const SHELLS: Readonly<Record<string, (commands: readonly CommandRecord[]) => string>> = {
  bash: (commands) =>
    `_kaiyaku() {
  local word="\${COMP_WORDS[COMP_CWORD]}"
  if [ "$COMP_CWORD" -eq 1 ]; then COMPREPLY=($(compgen -W "${commands.map((one) => one.name).join(' ')}" -- "$word")); return; fi
  case "\${COMP_WORDS[1]}" in
${commands.map((one) => `    ${one.name}) local flags="${flagsOf(one).join(' ')}" ;;`).join('\n')}
    *) local flags="" ;;
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$flags" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -X '!*.y?(a)ml' -- "$word") $(compgen -d -- "$word")) ;;
  esac
}
shopt -s extglob
complete -o filenames -F _kaiyaku kaiyaku`,
  zsh: (commands) =>
    `#compdef kaiyaku
_kaiyaku() {
  local -a verbs=(${commands.map((one) => `'${one.name}:${one.what.replaceAll(/['’]/g, ' ').replaceAll(':', ' ')}'`).join(' ')})
  if (( CURRENT == 2 )); then _describe 'command' verbs; return; fi
  case "\${words[2]}" in
${commands.map((one) => `    ${one.name}) compadd -- ${flagsOf(one).join(' ')} ;;`).join('\n')}
  esac
  _files -g '*.y(a|)ml'
}
compdef _kaiyaku kaiyaku`,
  fish: (commands) =>
    [
      'complete -c kaiyaku -f -n "not __fish_seen_subcommand_from (commandline -opc)[2..]"',
      ...commands.map(
        (one) => `complete -c kaiyaku -n __fish_use_subcommand -a ${one.name} -d '${one.what.replaceAll("'", ' ')}'`,
      ),
      ...commands.flatMap((one) =>
        flagsOf(one).map(
          (flag) => `complete -c kaiyaku -n '__fish_seen_subcommand_from ${one.name}' -l ${flag.slice(2)}`,
        ),
      ),
    ].join('\n'),
};
