import { type ParseArgsConfig, parseArgs } from 'node:util';
import { z } from 'zod';
import { type Config, loadEnvFile } from '../config.ts';
import type { IsoDate } from '../domain/calendar.ts';
import { nearest } from '../domain/spelling.ts';
import { messageOf, UserError } from '../errors.ts';
import { createLog, type Log } from '../log.ts';

/** An option of a command: a switch, or one that takes a value. */
export type OptionSpec = Record<string, { type: 'boolean' | 'string'; short?: string }>;

export type OptionValues<Spec extends OptionSpec> = {
  [Name in keyof Spec]?: Spec[Name]['type'] extends 'boolean' ? boolean : string;
};

/**
 * Runs a command and sets the exit code: what `main` gives, or 1 when it throws. What a person did wrong is shown as it
 * is; anything else says that the command failed, and why.
 */
export async function runCommand(main: (args: string[]) => Promise<number>): Promise<void> {
  // `doctor | head` closes our output early; the command still ends in order, and stops the database it started.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  try {
    loadEnvFile();
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof UserError ? error.message : `命令失败：${messageOf(error)}`);
    process.exitCode = 1;
  }
}

/**
 * Reads the options of a command line; `--help` is understood everywhere. Null after showing the usage text.
 *
 * @throws UserError for what the command does not know, with the usage text
 */
export function readOptions<Spec extends OptionSpec>(
  args: string[],
  spec: Spec,
  usage: string,
): OptionValues<Spec> | null {
  const options: ParseArgsConfig['options'] = {
    ...Object.fromEntries(
      Object.entries(spec).map(([name, option]) => [name, { ...option, multiple: true }]),
    ),
    help: { type: 'boolean', short: 'h', multiple: true },
  };
  const faults: string[] = [];
  const values: Record<string, string | boolean> = {};
  // Not strict, so that every fault is found, and found in Chinese.
  const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'positional') {
      faults.push(
        `多出来的参数：${token.value}（npm run 的参数前面要加 --，例如 npm run import -- --roster 名册.xlsx）`,
      );
    }
    if (token.kind !== 'option') continue;
    const known = options[token.name];
    if (!known) {
      const near = nearest(token.name, Object.keys(options));
      faults.push(`没有这个选项：${token.rawName}${near ? `，您是不是要写 --${near}` : ''}`);
    } else if (
      known.type === 'string' &&
      (!token.value || (!token.inlineValue && token.value.startsWith('-')))
    ) {
      faults.push(`${token.rawName} 后面要写一个值`);
    } else if (known.type === 'boolean' && token.value !== undefined) {
      faults.push(`${token.rawName} 后面不写值`);
    } else if (token.name in values) {
      faults.push(`${token.rawName} 只能写一次`);
    } else {
      values[token.name] = token.value ?? true;
    }
  }
  if (values.help) {
    console.log(usage);
    return null;
  }
  if (faults.length > 0) throw new UserError(`${faults.join('\n')}\n\n${usage}`);
  return values as OptionValues<Spec>;
}

/** A date that a person typed. @throws UserError when it is none */
export function readDate(option: string, value: string): IsoDate {
  const date = z.iso.date().safeParse(value);
  if (!date.success) throw new UserError(`${option}：“${value}”不是日期，应为 2022-03-28 这样的年-月-日`);
  return date.data;
}

/** A month 'YYYY-MM' that a person typed. @throws UserError when it is none */
export function readMonth(option: string, value: string): string {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/u.test(value))
    throw new UserError(`${option}：“${value}”不是月份，应为 2022-05 这样的年-月`);
  return value;
}

/** A command's log: what goes well is said in its own output, so only warnings are logged unless LOG_LEVEL says more. */
export function commandLog({ logLevel }: Pick<Config, 'logLevel'>): Log {
  return createLog(logLevel === 'info' ? 'warn' : logLevel);
}
