import { byNumber, type Facts, type Proposal } from './facts.ts';
import { indexFacts } from './facts-index.ts';
import type { ReportLine } from './monthly-report.ts';
import type { Notice } from './notice.ts';

/** What one unit wrote under 存在问题 about one proposal, word for word. */
export interface Quote {
  proposal: Proposal;
  unit: string;
  text: string;
}

/** 存在问题 of one month, put together by the words of the rule file. */
export interface Problems {
  /** The fullest first; what has no word of any theme comes last, under a null name. */
  themes: { name: string | null; quotes: Quote[] }[];
  total: number;
  /** Proposals whose report says that there is no problem. */
  none: number;
}

export function problemsIn(
  notice: Notice,
  facts: Facts,
  reports: readonly ReportLine[],
  period: string,
): Problems {
  const { proposals, assignments, units } = indexFacts(facts);
  const lines = reports.filter((one) => one.period === period);
  const quotes = lines
    .filter(({ problems }) => !isNone(problems))
    .flatMap(({ assignmentId, problems }): Quote[] => {
      const assignment = assignments.get(assignmentId);
      const proposal = assignment && proposals.get(assignment.proposalId);
      return proposal
        ? [{ proposal, unit: units.get(assignment.unitId)?.name ?? '', text: problems.trim() }]
        : [];
    })
    .sort((one, other) => byNumber(one.proposal.number, other.proposal.number));
  const named = notice.settings.problemThemes.map(({ name }) => ({
    name,
    quotes: quotes.filter(({ text }) => themeOf(notice, text) === name),
  }));
  const rest = { name: null, quotes: quotes.filter(({ text }) => themeOf(notice, text) === null) };
  return {
    themes: [...named.sort((one, other) => other.quotes.length - one.quotes.length), rest].filter(
      (theme) => theme.quotes.length > 0,
    ),
    total: quotes.length,
    none: lines.filter(({ problems }) => isNone(problems)).length,
  };
}

/** The first theme of the rule file with a word that stands in the text. */
export function themeOf({ settings }: Notice, text: string): string | null {
  return settings.problemThemes.find(({ words }) => words.some((word) => text.includes(word)))?.name ?? null;
}

/** 无, 暂无, 没有存在问题: the report says that there is nothing. */
function isNone(text: string): boolean {
  return NONE.test(text.replace(/[\s\p{P}]/gu, ''));
}

const NONE = /^(暂时?|目前|尚)?(无|没有)(存在|发现|明显|突出)?(的)?(问题)?$/u;
