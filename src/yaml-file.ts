import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { ShapeProblem } from './domain/shape-problem.ts';
import { messageOf, UserError } from './errors.ts';

export interface YamlFile {
  data: unknown;
  /** `第 12 行 duties[3].due：填的是“…”，应为…`; `pathText` words the place otherwise. */
  describe(problem: ShapeProblem, pathText?: (path: ShapeProblem['path']) => string): string;
}

/**
 * Reads a YAML file (JSON is YAML too), keeping the place of everything in it. `what` names the kind of file for
 * people. Throws a UserError with the line when it is no YAML.
 */
export function readYaml(what: string, name: string, text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const refuse = (why: string) => new UserError(`${what} ${name} 不是正确的 YAML，${why}`);
  const [broken] = document.errors;
  if (broken) throw refuse(`第 ${broken.linePos?.[0].line ?? '?'} 行：${broken.message.split('\n')[0]}`);
  const lineOf = ({ path }: ShapeProblem): number | null => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return null;
  };
  return {
    data: contentOf(document, refuse),
    describe(problem, pathText = keyPath) {
      const line = lineOf(problem);
      return `${line === null ? '' : `第 ${line} 行 `}${pathText(problem.path)}：${found(problem.found)}，${problem.expected}`;
    },
  };
}

/** Aliases that would unfold into a flood are refused. */
function contentOf(document: Document.Parsed, refuse: (why: string) => UserError): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    throw refuse(messageOf(error));
  }
}

function keyPath(path: readonly (string | number)[]): string {
  return (
    path
      .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`))
      .join('') || '整个文件'
  );
}

function found(value: unknown): string {
  // An empty value is null in YAML.
  if (value === undefined || value === null) return '没有填';
  const shown = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return `填的是“${shown.length > 60 ? `${shown.slice(0, 60)}…` : shown}”`;
}
