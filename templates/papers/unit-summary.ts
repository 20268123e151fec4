/**
 * 工作总结 of a unit as a skeleton (R60, R61): under each point of the notice what the unit has put on record and
 * reported, and marked room for what only it can say. A point that it has filled in already has its own words.
 */

import type { IsoDate } from '../../src/domain/calendar.ts';
import {
  type Assignment,
  byNumber,
  type ContactPhase,
  type Facts,
  type Proposal,
  type Registration,
  type Unit,
} from '../../src/domain/facts.ts';
import type { Figures } from '../../src/domain/figures.ts';
import type { Count } from '../../src/domain/month-figures.ts';
import type { Notice } from '../../src/domain/notice.ts';
import { problemsIn } from '../../src/domain/problem-themes.ts';
import { SUMMARY_POINTS, type SummaryPoint, type SummaryTexts } from '../../src/domain/summary.ts';
import { phaseOf, type WrittenReport, wayOf, type YearFigures } from '../../src/domain/year-figures.ts';
import { type Block, blank, type OfficialDocument, quote, text } from '../../src/files/official-document.ts';
import { fullDate, periodText, ROLE_TEXT, shortDate } from '../wording.ts';
import { caseText, chapters, countsText, coversPieces, ratesText, titleLines } from './parts.ts';

export interface UnitSummaryProps {
  notice: Notice;
  unit: Unit;
  /** The unit's own. */
  facts: Facts;
  figures: Figures;
  year: YearFigures;
  replies: readonly Count[];
  opinions: readonly Count[];
  /** All months. */
  reports: readonly WrittenReport[];
  /** What it has sent in already. */
  written: SummaryTexts;
  today: IsoDate;
}

const MARK_OF_UNIT = '草稿　请补充核实，审定后报送';

/** A proposal that the unit holds, with what it put on record and reported last. */
interface Held {
  assignment: Assignment;
  proposal: Proposal;
  recorded: readonly Registration[];
  last: WrittenReport | null;
}

export function unitSummaryPaper(props: UnitSummaryProps): OfficialDocument {
  const { notice, unit, written, today } = props;
  const held = heldIn(props);
  return {
    mark: MARK_OF_UNIT,
    head: null,
    title: titleLines([unit.name, `关于${notice.year}年度`, ...coversPieces(notice), '办理工作的总结']),
    byline: null,
    recipient: `${notice.contact.name}：`,
    blocks: chapters(
      SUMMARY_POINTS.map(({ id, name }) => ({
        title: name,
        blocks: [...known[id](props, held), ...own(written[id], ASKED[id])],
      })),
    ),
    signature: { issuer: unit.name, date: fullDate(today) },
    note: null,
    attachments: [],
    imprint: null,
  };
}

/** The unit's own words where it has sent some, else room for them. */
function own(words: string | undefined, asked: string): Block[] {
  return words === undefined ? [blank(`（请补充：${asked}）`)] : [text(words)];
}

const ASKED: Record<SummaryPoint, string> = {
  whole: '组织领导、工作机制和总体成效',
  heard: '听取委员意见的做法和效果',
  research: '开展调查研究的做法和效果',
  together: '同类提案集成办理、与有关单位协同办理的做法',
  adopted: '采纳的意见建议和落实情况',
  solved: '解决问题的具体做法和成效',
  lessons: '促进提案“内容高质量、办理高质量”的经验和体会',
  unsolved: '多年反复提出但办理不落实的提案，找出原因，写明如何切实解决；没有的写“无”',
};

type Known = (props: UnitSummaryProps, held: readonly Held[]) => Block[];

const known: Record<SummaryPoint, Known> = {
  whole: overview,
  heard: (props, held) => [
    ...contactBlocks(held, ['before', 'after']),
    ...(countsText(props.figures.grades) === ''
      ? []
      : [text(`委员反馈意见：${countsText(props.figures.grades)}。`)]),
  ],
  research: (_, held) => contactBlocks(held, ['during']),
  together: (props, held) => held.flatMap((one) => togetherBlocks(props, one)),
  adopted: ({ notice }, held) => adopted(notice, held),
  solved: (_, held) => held.flatMap(progressBlocks),
  lessons: () => [],
  unsolved: (props, held) => held.flatMap((one) => problemBlocks(props, one)),
};

function overview({ notice, unit, figures, year, replies, opinions, today }: UnitSummaryProps): Block[] {
  const { proposals, letters, roles } = year.caseload;
  const parts = roles.map(({ role, count }) => `${ROLE_TEXT[role]}${count}件`).join('、');
  const months = year.months;
  const missing = months.filter((one) => one.missing > 0).map(({ period }) => periodText(period));
  const late = months.filter((one) => one.late > 0).map(({ period }) => periodText(period));
  return [
    text(
      `${notice.year}年，${unit.name}承办${notice.covers}${proposals}件${parts === '' ? '' : `（${parts}）`}${letters > 0 ? `，其中信函${letters}件` : ''}。截至${fullDate(today)}，${ratesText(figures.rates) || '没有应办事项'}。`,
    ),
    ...(countsText(replies) === '' ? [] : [text(`答复类别：${countsText(replies)}。`)]),
    ...(countsText(opinions) === '' ? [] : [text(`会办意见类别：${countsText(opinions)}。`)]),
    ...(months.length === 0
      ? []
      : [
          text(
            `月报应报${months.length}次，已报${months.length - missing.length}次${late.length > 0 ? `（迟报：${late.join('、')}）` : ''}${missing.length > 0 ? `，未报：${missing.join('、')}` : ''}。`,
          ),
        ]),
  ];
}

const PHASES: Record<ContactPhase, string> = {
  before: '办理前与委员沟通',
  during: '办理中邀请委员参与调研座谈',
  after: '办理后征求委员意见',
};

function contactBlocks(held: readonly Held[], phases: readonly ContactPhase[]): Block[] {
  return phases.flatMap((phase) => {
    const said = held.flatMap(({ proposal, recorded }) =>
      recorded
        .filter((one) => one.kind === 'contacted' && phaseOf(one) === phase)
        .map((one) => `第${proposal.number}号（${shortDate(one.on)}${wayOf(one) ?? ''}）`),
    );
    return said.length === 0 ? [] : [text(`${PHASES[phase]}${said.length}次：${said.join('、')}。`)];
  });
}

function togetherBlocks({ facts, unit }: UnitSummaryProps, { proposal, assignment }: Held): Block[] {
  const others = (facts.partners ?? []).filter(
    (one) => one.proposalId === proposal.id && one.unitId !== unit.id,
  );
  if (others.length === 0) return [];
  const said = others.map((one) => `${one.unit}（${ROLE_TEXT[one.role]}）`).join('、');
  return [text(`${caseText(proposal)}由本单位${ROLE_TEXT[assignment.role]}，一同承办的有${said}。`)];
}

/** What the replies were marked as, by number. */
function adopted({ settings }: Notice, held: readonly Held[]): Block[] {
  return settings.replyCategories.flatMap(({ code, name }) => {
    const of = held.filter(
      ({ assignment, recorded }) =>
        assignment.role !== 'joint' && recorded.some((one) => one.details?.category === code),
    );
    if (of.length === 0) return [];
    return [
      text(
        `${code}类（${name}）${of.length}件：${of.map((one) => `第${one.proposal.number}号`).join('、')}。`,
      ),
    ];
  });
}

function progressBlocks({ proposal, assignment, last, recorded }: Held): Block[] {
  const replied = recorded.find((one) => one.kind === 'reply-delivered');
  const state = [
    replied ? `${shortDate(replied.on)}书面答复领衔委员` : '',
    last?.stage ? `月报阶段“${last.stage}”` : '',
  ].filter(Boolean);
  return [
    text(
      `${caseText(proposal)}（${ROLE_TEXT[assignment.role]}）${state.length > 0 ? `，${state.join('，')}` : ''}。`,
    ),
    ...(last ? [quote(`${periodText(last.period)}月报进展情况：${last.progress}`)] : []),
  ];
}

function problemBlocks({ notice, facts }: UnitSummaryProps, { proposal, last }: Held): Block[] {
  if (!last || problemsIn(notice, facts, [last], last.period).total === 0) return [];
  return [
    text(`${caseText(proposal)}：`),
    quote(`${periodText(last.period)}月报存在问题：${last.problems}`),
    quote(`下一步工作计划：${last.plan}`),
  ];
}

function heldIn({ facts, reports }: UnitSummaryProps): Held[] {
  return facts.assignments
    .filter((one) => one.endedOn === null)
    .flatMap((assignment): Held[] => {
      const proposal = facts.proposals.find((one) => one.id === assignment.proposalId);
      if (!proposal) return [];
      const own = reports
        .filter((one) => one.assignmentId === assignment.id)
        .sort((one, other) => one.period.localeCompare(other.period));
      return [
        {
          assignment,
          proposal,
          recorded: facts.registrations.filter((one) => one.assignmentId === assignment.id),
          last: own.at(-1) ?? null,
        },
      ];
    })
    .sort((one, other) => byNumber(one.proposal.number, other.proposal.number));
}
