import type { ContactPhase } from '../../facts.ts';
import type { Lexicon } from '../lexicon.ts';
import { spokenNames } from '../lexicon.ts';
import { escapeRegExp, fold } from '../plain-text.ts';
import type { StatementContext } from './statement.ts';

/**
 * The closed list of words from which a sentence about a fact may be made. A sentence is certain only when nothing is
 * left over, so every word that could turn the meaning (不、未、请、要、将、准备、如果、吗 …) must stay out of it.
 */
export type FactWord =
  /** What is spoken of: 征询表, 答复, 答复函, 书面答复, 会办意见. */
  | 'form'
  | 'reply'
  | 'letter'
  | 'written'
  | 'opinion'
  /** What was done. */
  | 'talk'
  | 'send'
  | 'back'
  | 'get'
  | 'gather'
  | 'feedback'
  | 'upload'
  | 'submit'
  | 'signed'
  /** Who did it, or to whom. */
  | 'member'
  | 'unit'
  | 'desk'
  | 'lead'
  | 'system'
  /** 向, 给: whoever follows is no subject. */
  | 'to'
  /** 已, 了: it has happened. */
  | 'done'
  | 'all'
  /** 并: begins the next fact. */
  | 'and'
  | 'way'
  | 'phase'
  | 'grade'
  | 'category'
  | 'filler'
  | 'polite';

export interface FoundWord {
  kind: FactWord;
  length: number;
  /** One of the rule file's ways, grades or categories, a phase, or a unit's name. */
  value: string | null;
}

const WORDS: readonly (readonly [FactWord, string])[] = [
  ['form', '征询意见表 征询表 意见征询表 征求意见表 意见反馈表 反馈表 意见表 表'],
  ['reply', '答复 正式答复 办理答复 函复 办复'],
  ['letter', '答复函 正式答复函 书面答复函 答复件 答复书 复函'],
  ['written', '书面答复 正式书面答复 书面回复 书面函复'],
  ['opinion', '会办意见 会办意见书 会办件意见 协办意见'],
  ['talk', '沟通 联系 沟通联系 联系沟通 交流 沟通交流 协商 商谈'],
  [
    'send',
    '寄出 寄出去 寄送 寄发 寄给 寄往 寄到 寄至 寄去 寄走 寄 邮寄 邮寄给 快递 快递给 送出 送达 送给 送交 送到 送至 送 发出 发给 发送 发送给 发到 交给 交到 递交 递交给 转交 转交给 面交',
  ],
  ['back', '寄回 寄回来 邮寄回 交回 交回来 送回 送回来 收回 收回来 拿回 取回 返回 返还 回收'],
  ['get', '收到 收悉 收讫 收妥 接收 签收 拿到'],
  ['gather', '收齐 收全 齐全 收齐全 齐'],
  ['feedback', '反馈 作出反馈 填写 填报 评价 填写反馈 反馈意见'],
  ['upload', '传 上传 上传到 上传至 上载 传到 传至 录入'],
  ['submit', '报送 报送给 报送到 报 报给 报到 报至 提交 提交给 提交到 上报 反馈给'],
  ['member', '委员 领衔委员 提案者 提案人 领衔提案人 提案委员 政协委员 委员本人 委员同志'],
  ['unit', '我局 我单位 本局 本单位 我镇 我街道 我办 我委 我院 我中心 我方 我 我们 我处 单位'],
  ['desk', '建议提案股 提案股 股里 股内 贵股 你股 你们 区政府办公室 区府办 区政府办公室建议提案股'],
  ['lead', '主办单位 主办方 主办 牵头单位 承办单位'],
  ['system', '系统 办理系统 网上办理系统 在线办理系统 平台 网上 线上 在线 网络'],
  ['to', '向 给 为 与 和 跟 同 对'],
  [
    'done',
    '已 已经 均已 都已 业已 现已 已将 已把 已于 已在 已向 已与 已和 已由 了 过 完 完毕 完成 好 妥 成功',
  ],
  ['all', '全部 所有 全都 全数 一律 悉数'],
  ['and', '并 并且 同时'],
  [
    'filler',
    '都 均 一并 一起 也 的 把 由 从 在 于 到 至 是 就 号 类 案 件 第 份 封 及 以及 之 关于 为 按时 及时 按期 如期 随函 随答复函 随复函 同步',
  ],
  [
    'filler',
    '提案 提案件 建议 信函 案件 登记 进行 进行了 做了 作了 邀请 一次 表示 意见 类别 答复类别 办理类别 文号 发文字号 案号 编号 日期 时间 答复前 正式答复前 办理情况 提案办理情况 内容 领衔 办理 上 里 内 中 上午 下午 早上 晚上 中午 当天 当日',
  ],
  [
    'polite',
    '收到 好的 好 嗯 您好 你好 领导 股长 谢谢 请登记 请帮忙登记 帮忙登记 麻烦登记 不好意思 抱歉 对不起 打扰了 请知悉 请查收 特此报告 报告 汇报 回复',
  ],
];

/** What people also call the usual ways, where the rule file has the way; most of them tell of a contact by themselves. */
const ALSO: readonly (readonly [string, string])[] = [
  ['面商', '面谈 当面 见面 面对面 当面沟通 上门 走访 拜访 座谈 上门走访 当面商谈 当面交流'],
  ['电话', '致电 通话 通电话 通了电话 打电话 打了电话 电话联系 电话沟通 打过电话 去电'],
  ['书面', '来函 发函 去函 书信'],
];
const PHASES: readonly (readonly [string, ContactPhase])[] = [
  ['办前', 'before'],
  ['办理前', 'before'],
  ['办中', 'during'],
  ['办理中', 'during'],
  ['办后', 'after'],
  ['办理后', 'after'],
  ['答复后', 'after'],
];

/** Courtesies that promise, and those that are more than a courtesy in a sentence about a fact: never read over. */
const NO_COURTESY = /尽快|马上|抓紧|立即|可以|落实|照办|[收签寄传报交答沟]|系统|平台|网上|在线/u;

/** 并将征询表一并寄出 takes the form in hand; 并将答复委员 is a plan. */
const TAKING = /并将(?=征询|意见表|答复函)/uy;

export interface FactLexicon {
  /** The longest known word or mark of a folded text at `position`, or null. */
  at(folded: string, position: number): FoundWord | null;
}

export function factLexicon(context: StatementContext, courtesies: Lexicon): FactLexicon {
  const words = new Map<string, Omit<FoundWord, 'length'>>();
  const add = (kind: FactWord, text: string, value: string | null = null) =>
    words.set(fold(text), { kind, value });
  // Later ones take the place of earlier ones.
  for (const [kind, list] of WORDS.toReversed()) for (const word of list.split(' ')) add(kind, word);
  for (const name of context.unitNames) for (const spoken of spokenNames(name)) add('unit', spoken, name);
  const { contactWays, replyCategories, satisfactionGrades } = context.settings;
  for (const [way, list] of ALSO)
    if (contactWays.includes(way)) for (const word of list.split(' ')) add('way', word, way);
  for (const way of contactWays) add('way', way, way);
  for (const [word, phase] of PHASES) add('phase', word, phase);
  for (const { code, name } of replyCategories) add('category', name, code);
  for (const grade of satisfactionGrades) add('grade', grade, grade);
  const longestFirst = [...words.keys()].sort((one, other) => other.length - one.length);
  const pattern = new RegExp(longestFirst.map(escapeRegExp).join('|'), 'uy');
  const codes = replyCategories.map(({ code }) => ({ code, pattern: codePattern(code) }));
  const members = new Map(
    context.proposals.flatMap(({ leadMember }) => (leadMember ? [[fold(leadMember), leadMember]] : [])),
  );
  const names = namePattern([...members.keys()]);

  return {
    at(folded, position) {
      const name = names && matchAt(names, folded, position);
      if (name) return { kind: 'member', length: name.length, value: members.get(name) ?? null };
      const taking = matchAt(TAKING, folded, position);
      if (taking !== null) return { kind: 'and', length: taking.length, value: null };
      const own = matchAt(pattern, folded, position);
      const known = own === null ? null : (words.get(own) ?? null);
      const other = courtesies.at(folded, position);
      const courtesy =
        other !== null &&
        (other.kind === 'polite' || other.kind === 'filler') &&
        other.length > (own?.length ?? 0) &&
        !NO_COURTESY.test(folded.slice(position, position + other.length));
      if (courtesy)
        return { kind: other.kind === 'polite' ? 'polite' : 'filler', length: other.length, value: null };
      if (own !== null && known !== null) return { ...known, length: own.length };
      for (const { code, pattern: letter } of codes) {
        const typed = matchAt(letter, folded, position);
        if (typed !== null) return { kind: 'category', length: typed.length, value: code };
      }
      return null;
    },
  };
}

/** A, A类: a code that is no part of another word. */
function codePattern(code: string): RegExp {
  return new RegExp(`(?<![a-z0-9])${escapeRegExp(fold(code))}类?(?![a-z0-9])`, 'uy');
}

/** 陈志强, 陈志强委员; a name that ends in digits must end there. */
function namePattern(names: readonly string[]): RegExp | null {
  const fit = names.filter((name) => name.length >= 2).sort((one, other) => other.length - one.length);
  return fit.length === 0 ? null : new RegExp(`(?:${fit.map(escapeRegExp).join('|')})(?![\\d号日月.])`, 'uy');
}

function matchAt(pattern: RegExp, text: string, position: number): string | null {
  pattern.lastIndex = position;
  const found = pattern.exec(text);
  return found === null || found[0] === '' ? null : found[0];
}
