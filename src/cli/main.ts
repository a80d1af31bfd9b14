// The command line: records in, one verb loaded and run, one exit code out. Everything that goes wrong ends here, in one
// place, as an error with a code.
import { Command, CommanderError, Option } from 'commander';
import { errorDetail, type ErrorDetail } from '../base/errors.ts';
import { redact } from '../base/redact.ts';
import { TOOL_VERSION } from '../version.ts';
import type { CommandRecord } from './command.ts';
import { EXIT, EXIT_TABLE, exitCodeOfError } from './exit-codes.ts';
import { commands } from './index.ts';
import { processIo, type Io } from './io.ts';

async function main(argv: readonly string[]): Promise<number> {
  const cancel = new AbortController();
  const onSignal = () => {
    if (cancel.signal.aborted) process.exit(EXIT.cancelled);
    process.stderr.write('stopping after the present step; press again to stop at once\n');
    cancel.abort(new CancelledError());
  };
  process.once('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  let code: number = EXIT.ok;
  const program = new Command('kaiyaku')
    .description('kaiyaku (解約) ends hosting contracts: on time, in the provider’s order, with proof.')
    .version(TOOL_VERSION, '-V, --version')
    .option('--no-color', 'plain text (also: NO_COLOR)')
    .exitOverride()
    .showHelpAfterError('(kaiyaku --help lists the commands)')
    .showSuggestionAfterError()
    .addHelpText('after', exitTable);
  for (const record of commands)
    program.addCommand(commandOf(record, program, cancel.signal, (given) => (code = given)));
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (error instanceof CancelledError || cancel.signal.aborted) {
      process.stderr.write('cancelled; nothing is half done that the next run cannot settle\n');
      return EXIT.cancelled;
    }
    return await report(error, argv);
  }
}

class CancelledError extends Error {}

function commandOf(
  record: CommandRecord,
  program: Command,
  signal: AbortSignal,
  done: (code: number) => void,
): Command {
  const command = new Command(record.name)
    .description(record.what)
    .exitOverride()
    .showHelpAfterError(`(kaiyaku ${record.name} --help)`);
  if (record.args !== '') command.arguments(record.args);
  for (const one of record.options) command.addOption(optionOf(one));
  command.option('--no-color', 'plain text (also: NO_COLOR)');
  command.addHelpText(
    'after',
    () => `\nExamples:\n${record.examples.map((line) => `  ${line}`).join('\n')}\n${exitTable()}`,
  );
  command.action(async (...words: unknown[]) => {
    const options = command.opts<Record<string, unknown>>();
    const args = words
      .slice(0, -2)
      .flatMap((word) => (Array.isArray(word) ? word : word === undefined ? [] : [word])) as string[];
    const color = options['color'] === false || program.opts()['color'] === false ? false : undefined;
    const io: Io = processIo(signal, {
      verbose: options['verbose'] === true,
      ...(color === undefined ? {} : { color }),
    });
    const { verb } = await record.load();
    done(await verb({ args, options }, io));
  });
  return command;
}

function optionOf(record: CommandRecord['options'][number]): Option {
  const option = new Option(record.flags, record.what);
  if (record.choices !== undefined) option.choices([...record.choices]);
  if (record.default !== undefined) option.default(record.default);
  if (record.many === true)
    option.argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);
  return option;
}

const exitTable = (): string =>
  `\nExit codes:\n${EXIT_TABLE.map(([code, meaning]) => `  ${String(code).padStart(3)}  ${meaning}`).join('\n')}\n`;

/** One error, on standard error; as JSON on standard output where JSON was asked for. */
async function report(error: unknown, argv: readonly string[]): Promise<number> {
  const detail: ErrorDetail = errorDetail(error);
  const { errorJson, errorText } = await import('../report/error.ts');
  const name = argv
    .slice(1)
    .find((word) => !word.startsWith('-'))
    ?.replace(/^.*\//, '')
    .replace(/\.ya?ml$/, '');
  const json = argv.some((word, at) => word === '--format=json' || (word === '--format' && argv[at + 1] === 'json'));
  const io = processIo(new AbortController().signal, argv.includes('--no-color') ? { color: false } : {});
  if (json) io.out(redact(JSON.stringify({ error: errorJson(detail, name) }, null, 2)));
  io.err(redact(errorText(detail, name, { ...io.style, color: io.style.color && process.stderr.isTTY })));
  if (detail.kind === 'bug' && error instanceof Error && error.stack !== undefined) io.err(redact(error.stack));
  return exitCodeOfError(detail);
}

process.exitCode = await main(process.argv.slice(2));
