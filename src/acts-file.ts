import { type Act, readActs } from './domain/act-list.ts';
import { checkActs } from './domain/acts.ts';
import type { Facts } from './domain/facts.ts';
import type { Notice } from './domain/notice.ts';
import type { ShapeProblem } from './domain/shape-problem.ts';
import { UserError } from './errors.ts';
import { readYaml } from './yaml-file.ts';

/**
 * Reads a file of dated acts (YAML or JSON, see `Act`) for an office. Throws a UserError that lists every fault with
 * the line, the entry, the field, what was found and what was expected.
 */
export function readActsFile(name: string, text: string, notice: Notice, facts: Facts): Act[] {
  const { data, describe } = readYaml('办理记录', name, text);
  const read = readActs(data ?? []);
  const problems = 'acts' in read ? checkActs(notice, facts, read.acts) : read.problems;
  if ('acts' in read && problems.length === 0) return read.acts;
  const lines = problems.map((problem) => `${name} ${describe(problem, entryPath)}`);
  throw new UserError(`办理记录 ${name} 有 ${problems.length} 处不对：\n${lines.join('\n')}`);
}

/** 第3条 proposals[1] */
function entryPath([index, ...rest]: ShapeProblem['path']): string {
  if (index === undefined) return '整个文件';
  const field = rest.map((part) => (typeof part === 'number' ? `[${part}]` : part)).join('');
  return `第${Number(index) + 1}条${field ? ` ${field}` : ''}`;
}
