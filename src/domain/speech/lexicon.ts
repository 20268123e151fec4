import { escapeRegExp, fold } from './plain-text.ts';

/**
 * The closed list of words from which a sentence about signing may be made. A clause is certain only when nothing is
 * left over, so every word that could turn the meaning (不、未、请、要、将、如果、吗 …) must stay out of it.
 */
export type WordKind =
  /** 签收 as an order to put it on record. */
  | 'sign'
  /** 已签, 签完: it has happened. */
  | 'signed'
  /** 签收手续: signing as a thing, which does not yet say that it was done. */
  | 'sign-noun'
  /** 已, 了, 完毕: it has happened. */
  | 'done'
  /** 完成, 办理: it has happened when it is called a thing. */
  | 'finish'
  | 'all'
  | 'all-of-them'
  /** 上述, 该: whatever was spoken of. */
  | 'that'
  /** 主办件: some of the unit's proposals. */
  | 'subset'
  /** 今天, 按要求: has happened or is still to come; needs a 'done'. */
  | 'when'
  | 'filler'
  | 'polite';

const WORDS: readonly (readonly [WordKind, string])[] = [
  ['sign', '签收 sign'],
  ['signed', '已签收 已签 签了 签过 签收完 签收完成 签收完毕 签收成功 签收好 签完 签好 签妥 签毕 signed'],
  ['sign-noun', '签收手续 签收工作 签收任务 签收流程 签收程序 签收登记'],
  ['done', '已 已经 现已 业已 已予以 了 完毕 过 好 毕 完 成功'],
  ['finish', '完成 办结 办妥 办好 办完'],
  ['all', '都 均 全 皆 一并 一起 统统 全都 全数 悉数 一次性 通通'],
  ['all-of-them', '全部 所有 一律 all'],
  ['that', '上述 以上 这 这些 该 此 这几'],
  ['subset', '主办 会办 独办 分办 信函 信函类 改办 其中'],
  [
    'when',
    '今天 今日 今早 今晨 上午 下午 中午 今晚 当天 当日 当前 目前 本周 本月 近日 按时 及时 如期 按期 第一时间',
  ],
  ['when', '办理 履行 登录 登陆 登录系统 登陆系统 登录办理系统 登陆办理系统 清点 核对 认真核对'],
  ['when', '按要求 按通知要求 根据要求 根据通知要求 按照要求 按照通知要求 按规定'],
  [
    'filler',
    '的 地 得 对 把 于 和 与 及 以及 跟 也 同时 并 共 共计 合计 号 类 案 件 关于 如下 案号 编号 为 第 登记 登记为 标记为',
  ],
  [
    'filler',
    '提案 提案件 建议 案件 交办 承办 交办件 承办件 政协 政协提案 委员 委员提案 签收情况如下 签收情况:',
  ],
  [
    'filler',
    '我 我们 本人 我局 我单位 我镇 我街道 我街 我办 我委 我部门 我院 我中心 我大队 我公司 我分局 我社 我方 咱们 咱局',
  ],
  ['filler', '本局 本单位 本镇 本街道 本办 本委 本部门 本中心 本分局 我局承办 我单位承办 名下'],
  ['filler', '刚 刚刚 刚才 昨天 昨日 昨晚 前天 前日 上周 日前 在线 网上'],
  ['filler', '系统上 系统内 系统里 系统中 在系统 在系统上 在系统内 在系统里 在系统中'],
  [
    'filler',
    '在办理系统 办理系统上 办理系统内 办理系统里 办理系统中 在办理系统上 在办理系统内 在办理系统里 在办理系统中',
  ],
  ['filler', '通过系统 通过办理系统 在平台 在平台上 经核对 经清点 核对无误 清点无误 经核对无误'],
  [
    'polite',
    '您好 你好 大家好 领导好 各位领导 各位 领导 老师 股长 主任 科长 同志 好的 好滴 好嘞 嗯 嗯嗯 哦 行 ok okay okk 没问题',
  ],
  [
    'polite',
    '谢谢 多谢 感谢 非常感谢 十分感谢 谢谢您 谢谢你 谢谢提醒 感谢提醒 辛苦了 辛苦 您辛苦了 麻烦了 麻烦您了 thanks thx received',
  ],
  [
    'polite',
    '请知悉 请悉知 敬请知悉 请领导知悉 请查收 请查阅 请审阅 请确认 请核实 请核 请登记 请予登记 请予以登记 请帮忙登记 请帮我登记',
  ],
  [
    'polite',
    '知悉 已知悉 已知晓 已悉 收悉 已收悉 知道了 明白 明白了 已明白 了解 了解了 已了解 已阅 已读 已收到 帮忙登记 麻烦登记',
  ],
  [
    'polite',
    '特此报告 特此回复 特此告知 特此说明 特此反馈 特此汇报 此复 报告 汇报 回复 反馈 现回复如下 现反馈如下 现报告如下 现汇报如下 哈 啦 呀',
  ],
];

/** Said at the end of a clause, they promise or thank; elsewhere they may be part of something else (收到签收通知). */
const CLOSING =
  '收到 收到了 收到啦 已收到了 可以 好 马上办 马上办理 马上落实 马上处理 立即办理 立即落实 抓紧办理 抓紧落实 抓紧处理 尽快办理 尽快落实 尽快处理 ' +
  '我们尽快办理 我们尽快落实 我们会尽快办理 会尽快办理 我局将尽快办理 按时办理 按时报送 按时完成 我们会按时办理 按要求办理 按要求落实 及时办理 ' +
  '我们马上办理 我们马上落实 我们马上处理 我局马上办理 我局马上落实 遵照执行 照办 感谢支持 感谢您的提醒';

/** 收到 12号已签收 is said in two breaths; 收到12号 and 收到签收通知 are not. */
const RECEIVED = '(?:已?收到了?|好)(?=[ \\n])';
const END_OF_CLAUSE = '(?=[\\s.~…]*(?:$|[,;!?。\\n])|\\s*[\\p{Extended_Pictographic}:])';

const MARKS = /(?:[^\S\n]|[、:.'"“”‘’()[\]【】「」*_`…·|&-])+/uy;
const EMOJI =
  /(?:(?![❌✖❎🚫❓❔⏳⌛🙅])(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}]|\ufe0f))+|:(?:\+1|thumbsup|ok_hand|ok|white_check_mark|heavy_check_mark|ballot_box_with_check|pray|clap|rose|handshake|muscle|saluting_face|100|smile|blush|grin)(?:::skin-tone-\d)?:/uy;
/** 谢谢~, and not the ~ that strikes out. */
const TAIL = /~+(?=\s*(?:$|[,;!。\n]))/uy;
/** 12、15号等2件, where the count is checked; elsewhere 等 is 'wait'. */
const AND_SO_ON = /(?<=[\d号])等(?=\s?(?:\d{1,3}|[两二三四五六七八九十])\s?[件个份宗])/uy;

export interface Word {
  kind: WordKind;
  length: number;
}

export interface Lexicon {
  /** The longest known word, mark or emoji of a folded text at `position`, or null. */
  at(folded: string, position: number): Word | null;
}

/** `unitNames` are the speaker's own unit; another unit's name is no known word, because it signs for itself. */
export function lexiconOf(unitNames: readonly string[]): Lexicon {
  const kinds = new Map<string, WordKind>(unitNames.flatMap(spokenNames).map((name) => [name, 'filler']));
  for (const [kind, words] of WORDS) for (const word of words.split(' ')) kinds.set(word, kind);
  const words = longestFirst([...kinds.keys()]).map((word) => escapeRegExp(word) + guardOf(word));
  const closing = longestFirst(CLOSING.split(' ')).map(escapeRegExp).join('|');
  const pattern = new RegExp(
    `(?<closing>(?:${closing})${END_OF_CLAUSE}|${RECEIVED})|${words.join('|')}`,
    'uy',
  );

  return {
    at(folded, position) {
      const found = matchAt(pattern, folded, position);
      if (found) {
        const kind = found.groups?.closing === undefined ? kinds.get(found[0]) : 'polite';
        return { kind: kind ?? 'filler', length: found[0].length };
      }
      // :+1: begins with a mark.
      const emoji = matchAt(EMOJI, folded, position);
      if (emoji) return { kind: 'polite', length: emoji[0].length };
      const mark = [MARKS, TAIL, AND_SO_ON]
        .map((one) => matchAt(one, folded, position))
        .find((one) => one !== null);
      return mark ? { kind: 'filler', length: mark[0].length } : null;
    },
  };
}

/** 签收的提案 tells which, not that; 委员已签收 is another's signing; and English words end where their letters end. */
function guardOf(word: string): string {
  if (word === '签收') return '(?!的)';
  if (word === '委员' || word === '政协') return '(?!\\s*(?:们|都|均|皆|全|也|已|业已|现已|刚|签|sign))';
  return /^[a-z]+$/u.test(word) ? '(?![a-z])' : '';
}

/** 区教育局, 教育局 and 茂南区教育局 are one unit; 金塘镇人民政府 is 金塘镇. */
export function spokenNames(name: string): string[] {
  const full = fold(name).replace(/\s/gu, '');
  const bare = full.replace(/^(?:茂名市)?(?:茂南区|茂南|区|市)/u, '');
  const short = [full, bare].flatMap((one) => [
    one,
    one.replace(/人民政府$/u, ''),
    one.replace(/办事处$/u, ''),
  ]);
  const all = [...short, ...[bare].flatMap((one) => [`区${one}`, `茂南区${one}`, `茂南${one}`])];
  return [...new Set(all)].filter((one) => one.length >= 2);
}

function longestFirst(words: readonly string[]): string[] {
  return [...words].sort((one, other) => other.length - one.length);
}

function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}
