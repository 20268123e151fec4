import { addDays, type IsoDate } from '../../../domain/calendar.ts';
import type { Proposal } from '../../../domain/facts.ts';
import { type Chances, chancesOf } from '../../chances.ts';
import { type Field, fieldOf } from './report-fields.ts';
import { weOf } from './sign-words.ts';

/** How far a proposal has come, in the words of the notice's report stages. */
export type Progress = '未启动' | '办理中' | '已沟通' | '已答复' | '征询中';

/** One proposal's part of a report, as a person writes it. */
export interface ReportWords {
  progress: string;
  problems: string;
  plan: string;
}

/** A report on one proposal in one month: plausible, and different for every proposal, unit and month. */
export function reportWords(
  seed: number,
  about: { unit: string; proposal: Proposal; period: string; on: IsoDate; stage: Progress },
): ReportWords {
  const { unit, proposal, period, on, stage } = about;
  const chances = chancesOf(seed, 'report', unit, proposal.number, period);
  const field = fieldOf(proposal.title);
  const month = Number(period.slice(5, 7));
  const told: Telling = { chances, field, on, month, unit, proposal, topic: topicOf(proposal.title) };
  const [progress, plan] = SENTENCES[stage];
  return {
    progress: [chances.pick(progress), ...(chances.happens(0.55) ? [chances.pick(ASIDES)] : [])]
      .map((sentence) => fill(sentence, told))
      .join(''),
    problems: chances.happens(0.4) ? '无' : fill(chances.pick(field.problems), told),
    plan: fill(chances.pick(plan), told),
  };
}

interface Telling {
  chances: Chances;
  field: Field;
  on: IsoDate;
  month: number;
  unit: string;
  proposal: Proposal;
  /** 案由 without 关于…的提案. */
  topic: string;
}

/** Sentences of the progress made and of what comes next. None may hold a word that heads a part of a report. */
const SENTENCES: Record<Progress, readonly [readonly string[], readonly string[]]> = {
  未启动: [
    [
      '{we}已将“{topic}”列入年度重点督办事项，明确{office}牵头，正在拟定办理方案。',
      '“{topic}”已由分管领导批示，{office}正在收集相关资料。',
      '{day}召开会议，对“{topic}”进行责任分工，由{office}具体承办。',
    ],
    ['{next}到{place}开展实地调研，听取{people}意见。', '{next}完成办理方案，并与{member}取得联系。'],
  ],
  办理中: [
    [
      '围绕“{topic}”，{day}到{place}开展调研，走访{people}{many}人，梳理意见建议{few}条。',
      '{day}由分管领导主持召开“{topic}”专题协调会，{step}。',
      '“{topic}”按方案推进，{step}，目前完成约{percent}%。',
      '{we}组织{office}对{place}逐一摸查，针对“{topic}”形成清单{few}项，{step}。',
      '结合“{topic}”，{step}，惠及{people}{many}人。',
    ],
    [
      '{next}继续推动“{topic}”各项措施落实，{nextStep}。',
      '{next}与{member}面对面交流，听取对“{topic}”的意见。',
      '{next}{nextStep}，并形成答复初稿。',
      '{next}会同有关单位到{place}现场办公，{nextStep}。',
    ],
  ],
  已沟通: [
    [
      '{day}就“{topic}”与{member}交换意见，{member}对办理思路表示认可，{step}。',
      '{day}邀请{member}到{place}实地察看“{topic}”落实情况，采纳建议{few}条。',
      '已电话征求{member}对“{topic}”的意见，根据意见补充措施{few}项，{step}。',
    ],
    ['{next}修改完善“{topic}”的答复稿，报主要领导审签。', '{next}{nextStep}，按期答复{member}。'],
  ],
  已答复: [
    ['{day}已将“{topic}”的答复函送达{member}，并同步上传办理系统。', '“{topic}”已书面答复{member}，{step}。'],
    ['{next}寄送征询意见表，跟踪“{topic}”后续落实。', '{next}跟进{member}的反馈，{nextStep}。'],
  ],
  征询中: [
    [
      '“{topic}”的征询意见表已寄出，正跟进{member}填写寄回。',
      '“{topic}”答复事项持续落实，{step}，征询意见表待{member}寄回。',
    ],
    ['{next}收回征询意见表，并将“{topic}”的材料归档。', '{next}提醒{member}网上反馈，{nextStep}。'],
  ],
};

const ASIDES = [
  '共投入资金{money}万元。',
  '已印发宣传资料{copies}份。',
  '各项工作按时间节点进行。',
  '分管领导到现场督促{few}次。',
  '相关台账已更新。',
  '组织业务培训{few}场，参加{many}人次。',
];

function fill(sentence: string, told: Telling): string {
  return sentence.replace(/\{(\w+)\}/gu, (_, slot: string) => wordFor(slot, told));
}

function wordFor(slot: string, told: Telling): string {
  const { chances, field, on, month, unit, proposal, topic } = told;
  switch (slot) {
    case 'topic':
      return topic;
    case 'we':
      return weOf(unit);
    case 'member':
      return proposal.leadMember ?? '领衔委员';
    case 'office':
      return chances.pick(['办公室', '业务股室', '综合股', '法规股']);
    case 'place':
      return chances.pick(field.places);
    case 'people':
      return chances.pick(field.people);
    case 'step':
      return chances.pick(field.done);
    case 'nextStep':
      return chances.pick(field.next);
    case 'day':
      return dayText(addDays(on, -chances.between(1, 12)));
    case 'next':
      return `${(month % 12) + 1}月${chances.pick(['上旬', '中旬', '底前', '15日前', '20日前'])}`;
    case 'many':
      return String(chances.between(12, 260));
    case 'few':
      return String(chances.between(3, 18));
    case 'percent':
      return String(Math.min(95, (month - 3) * 14 + chances.between(0, 12)));
    case 'money':
      return String(chances.between(3, 85));
    case 'copies':
      return String(chances.between(2, 40) * 50);
    default:
      throw new RangeError(`nothing is called ${slot}`);
  }
}

/** 关于加强学校周边食品安全监管的提案 is about 加强学校周边食品安全监管. */
function topicOf(title: string): string {
  return /^关于(.+)的(?:提案|建议)$/u.exec(title)?.[1] ?? title;
}

function dayText(date: IsoDate): string {
  return `${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;
}
