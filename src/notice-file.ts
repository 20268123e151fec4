import type { Notice } from './domain/notice.ts';
import { parseNotice } from './domain/parse-notice.ts';
import { UserError } from './errors.ts';
import { readYaml } from './yaml-file.ts';

/** Where the rule files that come with Duban lie. */
export const NOTICES = new URL('../templates/notices/', import.meta.url);

/**
 * Reads a rule file. Throws a UserError that lists every fault with the file, the line, the path in the file, what
 * was found and what was expected.
 */
export function readNotice(name: string, text: string): Notice {
  const { data, describe } = readYaml('规则文件', name, text);
  const result = parseNotice(data);
  if ('notice' in result) return result.notice;
  const faults = result.problems.map((problem) => describe(problem));
  throw new UserError(`规则文件 ${name} 有 ${faults.length} 处不对：\n${faults.join('\n')}`);
}
