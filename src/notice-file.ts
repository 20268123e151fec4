import { isNode, LineCounter, parseDocument } from 'yaml';
import { type Notice, type NoticeProblem, parseNotice } from './domain/notice.ts';
import { UserError } from './errors.ts';

/** Where the rule files that come with Duban lie. */
export const NOTICES = new URL('../templates/notices/', import.meta.url);

/**
 * Reads a rule file. Throws a UserError that lists every fault with the file, the line, the path in the file, what
 * was found and what was expected.
 */
export function readNotice(name: string, text: string): Notice {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const [broken] = document.errors;
  if (broken) {
    throw new UserError(
      `规则文件 ${name} 不是正确的 YAML，第 ${broken.linePos?.[0].line ?? '?'} 行：${broken.message.split('\n')[0]}`,
    );
  }
  const result = parseNotice(document.toJS({ maxAliasCount: 50 }));
  if ('notice' in result) return result.notice;

  const lineOf = ({ path }: NoticeProblem): number | null => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return null;
  };
  const faults = result.problems.map((problem) => {
    const line = lineOf(problem);
    return `${line === null ? '' : `第 ${line} 行 `}${pathText(problem.path)}：${found(problem.found)}，${problem.expected}`;
  });
  throw new UserError(`规则文件 ${name} 有 ${faults.length} 处不对：\n${faults.join('\n')}`);
}

function pathText(path: readonly (string | number)[]): string {
  return (
    path
      .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`))
      .join('') || '整个文件'
  );
}

function found(value: unknown): string {
  if (value === undefined) return '没有填';
  const shown = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return `填的是“${shown.length > 60 ? `${shown.slice(0, 60)}…` : shown}”`;
}
