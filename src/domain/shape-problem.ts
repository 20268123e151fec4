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
  return [{ path, found: foundIn(issue), expected: expectation(issue) }];
}

/** Where one word decides between several shapes, that word, and not all that it stands among. */
function foundIn(issue: z.core.$ZodIssue): unknown {
  if (issue.code !== 'invalid_union' || issue.discriminator === undefined) return issue.input;
  return new Map(Object.entries(Object(issue.input))).get(issue.discriminator);
}

const TYPE_NAMES: Record<string, string> = {
  string: '文字',
  number: '数字，不加引号',
  int: '整数，不加引号',
  boolean: ' true 或 false',
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
      return oneOf(issue.values);
    case 'too_small':
      return issue.message.startsWith('不能') ? issue.message : `不能少于或小于 ${issue.minimum}`;
    case 'too_big':
      return `不能多于或大于 ${issue.maximum}`;
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? oneOf(issue.options)
        : '写法不在允许的几种之内';
    default:
      return issue.message;
  }
}

function oneOf(values: readonly unknown[]): string {
  const shown = values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  return values.length === 1 ? `应为 ${shown[0]}` : `应为 ${shown.join('、')} 之一`;
}
