import type { z } from 'zod';

/** One fault of data that people wrote in a file: where, what was found there and what was expected, in Chinese. */
export interface ShapeProblem {
  path: (string | number)[];
  found: unknown;
  expected: string;
}

/** Every fault that zod found, each at its own path. Parse with `reportInput`, or nothing is found there. */
export function shapeProblems(error: z.ZodError): ShapeProblem[] {
  return error.issues.flatMap(flatten);
}

function flatten(issue: z.core.$ZodIssue): ShapeProblem[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      found: key,
      expected: '没有这一项，请核对写法',
    }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // The branch with the fewest complaints is the one the writer meant.
    const [closest] = [...issue.errors].sort((one, other) => one.length - other.length);
    if (closest && closest.length > 0) {
      return closest.flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] }));
    }
  }
  return [{ path, found: issue.input, expected: expectation(issue) }];
}

const TYPE_NAMES: Record<string, string> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表',
  object: '一组键值',
  record: '一组键值',
  tuple: '列表',
};

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `应为${TYPE_NAMES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `应为 ${issue.values.map((value) => JSON.stringify(value)).join('、')} 之一`;
    case 'too_small':
      return issue.message.startsWith('不能') ? issue.message : `不能少于或小于 ${issue.minimum}`;
    case 'too_big':
      return `不能多于或大于 ${issue.maximum}`;
    case 'invalid_union':
      return '写法不在允许的几种之内';
    default:
      return issue.message;
  }
}
