// The command line: records in, one verb loaded and run, one exit code out. Everything that goes wrong ends here, in one
// place, as an error with a code.
import { Command, CommanderError, Option } from 'commander';
import { errorDetail, type ErrorDetail, type KaiyakuError } from '../base/errors.ts';
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
  let contract: string | undefined;
  const program = new Command('kaiyaku')
    .description('kaiyaku (解約) ends hosting contracts: on time, in the provider’s order, with proof.')
    .version(TOOL_VERSION, '-V, --version')
    .option('--no-color', 'plain text (also: NO_COLOR)')
    .exitOverride()
    .showHelpAfterError('(kaiyaku --help lists the commands)')
    .showSuggestionAfterError()
    .addHelpText('after', exitTable);
  // The help lists all of them; a command that is named needs only itself, and is there sooner.
  const named = commands.find((record) => record.name === argv[0]);
  for (const record of named === undefined ? commands : [named])
    program.addCommand(
      commandOf(record, program, cancel.signal, {
        about: (name) => (contract = name),
        done: (given) => (code = given),
      }),
    );
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return await reportUsage(error, argv);
    if (error instanceof CancelledError || cancel.signal.aborted) {
      process.stderr.write('cancelled; nothing is half done that the next run cannot settle\n');
      return EXIT.cancelled;
    }
    return await report(error, argv, contract);
  }
}

class CancelledError extends Error {}

interface Told {
  /** The contract that the command is about, before it runs. */
  about(contract: string): void;
  done(code: number): void;
}

function commandOf(record: CommandRecord, program: Command, signal: AbortSignal, told: Told): Command {
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
    if (/^[<[]contract/.test(record.args) && args.length > 0) told.about(contractNamed(args[0]!));
    const { verb } = await record.load();
    told.done(await verb({ args, options }, io));
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

/** As a contract file is called, whatever word found it. */
const contractNamed = (word: string): string => word.replace(/^.*\//, '').replace(/\.ya?ml$/, '');

const asksForJson = (argv: readonly string[]): boolean =>
  argv.some((word, at) => word === '--format=json' || (word === '--format' && argv[at + 1] === 'json'));

const processIoFor = (argv: readonly string[]): Io =>
  processIo(new AbortController().signal, argv.includes('--no-color') ? { color: false } : {});

/** Words that no command knows. They are on standard error already; who asked for JSON gets a document as well. */
async function reportUsage(error: CommanderError, argv: readonly string[]): Promise<number> {
  if (error.exitCode === 0) return EXIT.ok;
  if (asksForJson(argv)) {
    const { errorJson } = await import('../report/error.ts');
    const verb = commands.find((record) => record.name === argv[0])?.name;
    const next = `kaiyaku ${verb === undefined ? '' : `${verb} `}--help`;
    const message = error.message.replace(/^error: /, '');
    const detail: ErrorDetail = { code: 'usage', kind: 'user', message, next };
    processIoFor(argv).out(JSON.stringify({ error: errorJson(detail, undefined) }, null, 2));
  }
  return EXIT.usage;
}

/** One error, on standard error; as JSON on standard output where JSON was asked for. */
async function report(error: unknown, argv: readonly string[], contract: string | undefined): Promise<number> {
  const detail: ErrorDetail = errorDetail(error);
  const { errorJson, errorText } = await import('../report/error.ts');
  const io = processIoFor(argv);
  if (asksForJson(argv)) io.out(redact(JSON.stringify({ error: errorJson(detail, contract) }, null, 2)));
  if (detail.code === 'contract-invalid') io.err(redact(await problemsOf(error)));
  io.err(redact(errorText(detail, contract, { ...io.style, color: io.style.color && process.stderr.isTTY })));
  if (detail.kind === 'bug' && error instanceof Error && error.stack !== undefined) io.err(redact(error.stack));
  return exitCodeOfError(detail);
}

/** Everything that is wrong in a contract file, on its own text. */
async function problemsOf(thrown: unknown): Promise<string> {
  const [{ diagnosticsOf }, { formatDiagnostics }] = await Promise.all([
    import('../contract/read-contract.ts'),
    import('../contract/diagnostics.ts'),
  ]);
  return formatDiagnostics(diagnosticsOf(thrown as KaiyakuError));
}

process.exitCode = await main(process.argv.slice(2));
