import { NUMERAL } from './numeral.ts';
import { plainText } from './plain-text.ts';

/** What a short sentence asks for that is one command's, and what stands after its verb. */
export interface Wish {
  verb: 'leave' | 'liaison' | 'snooze' | 'summary' | 'report';
  text: string;
}

/** A longer sentence says more than one wish. */
const LONGEST = 80;

const DAY = String.raw`(?:(?:\d{4}[年/-])?\d{1,2}[月/-]\d{1,2}[日号]?|\d{1,2}[日号]|今[天日]|明[天日]|后天)`;
const DAYS = `(?:从|自)?${DAY}(?:起|开始)?(?:(?:到|至|~|-{1,2})${DAY})?(?:为止|止)?`;
const AWAY =
  '(?:请假|休假|请年假|休年假|年休假|年假|休公休假|公休|请病假|病假|请事假|事假|休产假|外出学习|外出培训|外出|出差)';
const STAND_IN = String.raw`(?:[,。;、\s]*(?:期间)?(?:有事|工作|提醒|事项)?(?:请|可以?)?(?:找|由|联系|发给)\p{Script=Han}{2,20})?`;
const SELF = '(?:我|本人)?(?:于|想|要|需要|准备|打算|将)?';
const LEAVE = [
  new RegExp(`^${SELF}(?<days>${DAYS})(?:想|要|需要|准备|打算|将)?${AWAY}(?<rest>${STAND_IN})[。!]?$`, 'u'),
  new RegExp(`^${SELF}${AWAY}[:,]?(?<days>${DAYS})?(?<rest>${STAND_IN})[。!]?$`, 'u'),
];

const UNIT = '(?:我们?|我局|我镇|我街道|我办|我单位|本局|本单位|单位)?(?:的)?';
const CHANGE = '(?:换|更换|变更|调整|换了|换个|换一下|改)';
const LIAISON = [
  new RegExp(
    `^${UNIT}(?:要|想|需要?|申请|拟|准备|已经?)?${CHANGE}(?:新的?)?副?联络员(?:了|吗)?(?<rest>[^?]*)`,
    'u',
  ),
  new RegExp(
    `^${UNIT}副?联络员(?:要|想|需要?|已经?)?(?:由\\p{Script=Han}{2,6})?${CHANGE}(?:成|为|了|人)*(?<rest>[^?]*)`,
    'u',
  ),
];

const WHEN = String.raw`(?:明[天日]|大?后[天日]|(?:下个?|本|这个?)?(?:周|星期|礼拜)[一二三四五六日天]|\d{1,2}月\d{1,2}[日号]|\d{1,2}[日号])`;
const NUMBERS = String.raw`(?:第?\d[\d、,和第号]{0,40}号[:,]?)`;
const SNOOZE = new RegExp(
  `^(?:请|麻烦)?(?<numbers>${NUMBERS})?(?:请|麻烦)?(?<when>${WHEN})(?:早上|上午|下午)?(?:再|重新)?提醒(?:一下)?(?:我们?)?(?:一下|一次|吧)?[。!]?$`,
  'u',
);
const SNOOZE_SOME_TIME =
  /^(?:请|麻烦)?(?:稍后|晚点|迟点|等会儿?|过[几两]天|改天|下次|以后)(?:再|重新)?提醒(?:一下)?(?:我们?)?(?:一下|吧)?[。!]?$/u;

const YEAR = String.raw`(?:20\d\d年度?|今年|全年|年度|本年度)?(?:的)?`;
const SUMMARY = new RegExp(
  `^${UNIT}${YEAR}(?:提案)?(?:办理)?(?:年度|工作)?总结(?<rest>(?:[已还没未正在报交写上提发怎好完何什见附模格也今].*)?)$`,
  'u',
);

const MONTH = new RegExp(
  `^(?<month>(?:20\\d\\d年)?(?:\\d{1,2}|[${NUMERAL}]{1,2})月份?)?的?月报(?<records>的?(?:记录|历史))?[。?]?$`,
  'u',
);

/** Whom a sentence about another liaison names: 换联络员 王五 13800000000. Empty where it names nobody. */
export function liaisonNamed(text: string): { name: string; phone: string } {
  const bare = plainText(text.slice(0, LONGEST * 4)).folded.replace(/\s/gu, '');
  const rest =
    LIAISON.map((pattern) => pattern.exec(bare)?.groups?.rest).find((one) => one !== undefined) ?? '';
  const phone = /(?<!\d)(?:1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8})(?!\d)/u.exec(rest)?.[0] ?? '';
  const name =
    /^[,:;、]?(?:换)?(?:成|为|是|由|新联络员)*[,:;、]?(\p{Script=Han}{2,4}?)(?:同志)?(?=[\d,。;:(、]|电话|手机|$)/u.exec(
      rest,
    )?.[1];
  return { name: name ?? '', phone };
}

/**
 * The one thing that a short message asks for: leave, another liaison, a later reminder, the summary, a month's report.
 * All but leave and 明天再提醒 only lead to a form. Null for everything else.
 */
export function readWish(text: string): Wish | null {
  if (text.length > LONGEST * 4) return null;
  const { folded } = plainText(text);
  if (folded.length > LONGEST || folded.includes('\n')) return null;
  const bare = folded.replace(/\s/gu, '');
  for (const pattern of LEAVE) {
    const { days, rest } = pattern.exec(bare)?.groups ?? {};
    if (rest !== undefined) return { verb: 'leave', text: `${days ?? ''}${rest}` };
  }
  for (const pattern of LIAISON) {
    const found = pattern.exec(bare);
    if (found) return { verb: 'liaison', text: folded };
  }
  const snoozed = SNOOZE.exec(bare)?.groups;
  if (snoozed?.when !== undefined)
    return { verb: 'snooze', text: [snoozed.numbers ?? '', snoozed.when].filter(Boolean).join(' ') };
  if (SNOOZE_SOME_TIME.test(bare)) return { verb: 'snooze', text: '' };
  const summary = SUMMARY.exec(bare)?.groups;
  if (summary?.rest !== undefined) return { verb: 'summary', text: summary.rest };
  const month = MONTH.exec(bare)?.groups;
  return month ? { verb: 'report', text: [month.month, month.records].filter(Boolean).join(' ') } : null;
}
