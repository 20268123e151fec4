import type { SceneView } from '../page-server/contract.ts';
import { GROUP } from './people.ts';

/** A situation in the sample office's year, and how to come to it. */
export interface Situation {
  scene: SceneView;
  /** The day on whose morning the story begins. */
  from: string;
  /** When there is something to see, on the office's wall clock. */
  date: string;
  time: string;
}

export const SITUATIONS: readonly Situation[] = [
  {
    from: '2022-04-06',
    date: '2022-04-08',
    time: '10:00',
    scene: {
      id: 'sign-week',
      title: { zh: '签收周', en: 'Sign-for week' },
      story: {
        zh: '示例办公室，4月8日（周五）上午。签收截止日4月10日是周日，所以今天就是最后一个工作日：没签收的单位又收到提醒，副联络员也第一次收到，工作群里只报件数、不点名。签收完的，提醒上记着“☑ 已办”。',
        en: 'The sample office on Friday 8 April. Signing is due on Sunday the 10th, so today is the last working day: units that have not signed are reminded again, deputies for the first time, and the work group reads counts without names. Where everything is signed, the reminder says “☑ 已办” (done).',
      },
      look: [
        look('没签收的联络员', 'A liaison who has not signed', 'U01JTJ'),
        look('同单位的副联络员', 'The deputy of the same unit', 'U02JTJ'),
        look('案号写错又更正的', 'Who named a wrong number', 'U01EDU'),
        look('刚签收完的', 'Who has just signed', 'U01GAJ'),
        look('工作群', 'The work group', 'U01JTJ', GROUP.id),
      ],
    },
  },
  {
    from: '2022-05-09',
    date: '2022-05-13',
    time: '10:00',
    scene: {
      id: 'report-day',
      title: { zh: '月报日', en: 'Monthly report day' },
      story: {
        zh: '示例办公室，5月13日（周五）上午。月报5月15日前报送，15日是周日，今天是最后一个工作日。一半单位已经报了，有的填表，有的直接发一条消息；还没报的刚收到提醒，点“填写月报”可以接着上月的计划写。机器人从5月9日开始说话，此前的办理情况已经在案。',
        en: 'The sample office on Friday 13 May. Reports are due on Sunday the 15th, so today is the last working day. Half of the units have reported, by form or in a plain message; the others have just been reminded. “填写月报” opens the form, which begins with last month’s plan. The bot speaks from 9 May on; what was done before is on record.',
      },
      look: [
        look('还有13件要报的', 'Who has 13 proposals to report on', 'U01EDU'),
        look('今天刚报的', 'Who reported this morning', 'U01CGJ'),
        look('发一条消息就报完的', 'Who reported in one message', 'U01XPZ'),
        look('工作群', 'The work group', 'U01EDU', GROUP.id),
      ],
    },
  },
  {
    from: '2022-04-11',
    date: '2022-04-20',
    time: '10:00',
    scene: {
      id: 'overdue',
      title: { zh: '逾期单位', en: 'An overdue unit' },
      story: {
        zh: '示例办公室，4月20日（周三）上午。区发展和改革局一直没有回音：签收已逾期10天，4月月报也过了期。逾期提醒写明缺什么、依据哪一条、下一步是什么；今天它又进了股内的电话催办单，周一的领导周报建议约谈。机器人从4月11日开始说话，此前的办理情况已经在案。',
        en: 'The sample office on Wednesday 20 April. Nothing is heard of 区发展和改革局: signing is 10 days overdue, and so is the April report. The overdue reminder says what is missing, by which clause, and what comes next; today the unit is on the desk’s telephone list again, and Monday’s digest for the managers suggests a talk. The bot speaks from 11 April on; what was done before is on record.',
      },
      look: [
        look('逾期的联络员', 'The overdue liaison', 'U01FGJ'),
        look('股内：电话催办单', 'The desk: whom to telephone', 'U01DESK'),
        look('领导：周报', 'The manager: the weekly digest', 'U01LEAD'),
        look('说明情况后补报的', 'Who explained, and reported late', 'U01ZSJ'),
      ],
    },
  },
  {
    from: '2022-08-24',
    date: '2022-08-30',
    time: '10:00',
    scene: {
      id: 'month-end',
      title: { zh: '月底高峰', en: 'A busy month end' },
      story: {
        zh: '示例办公室，8月30日（周二）上午，答复委员的最后一天。多数提案已经答复，接着要寄出、收回征询意见表；区城市管理和综合执法局还差5件答复，8月月报也没报。机器人从8月24日开始说话，此前的办理情况已经在案。',
        en: 'The sample office on Tuesday 30 August, the last day for replies to the members. Most have been given, and feedback forms go out and come back; 区城市管理和综合执法局 still owes five replies, and its August report. The bot speaks from 24 August on; what was done before is on record.',
      },
      look: [
        look('还差5件答复的', 'Who still owes five replies', 'U01CGJ'),
        look('今天要答复3件的', 'Who has three replies due today', 'U01EDU'),
        look('股内：电话催办单', 'The desk: whom to telephone', 'U01DESK'),
        look('领导：周报', 'The manager: the weekly digest', 'U01LEAD'),
        look('工作群', 'The work group', 'U01CGJ', GROUP.id),
      ],
    },
  },
  {
    from: '2022-11-09',
    date: '2022-11-16',
    time: '10:00',
    scene: {
      id: 'year-end',
      title: { zh: '年末', en: 'Year end' },
      story: {
        zh: '示例办公室，11月16日（周三）上午。全年办理工作总结昨天截止，3个单位没交；最后几份征询意见表过了10月30日还没收回。机器人从11月9日开始说话，此前的办理情况已经在案。发送“进度”看全年的数字。',
        en: 'The sample office on Wednesday 16 November. The yearly summaries were due yesterday, and three units have not sent theirs; the last feedback forms are late since 30 October. The bot speaks from 9 November on; what was done before is on record. As the desk, send “进度” for the figures of the year.',
      },
      look: [
        look('总结逾期的联络员', 'Who owes the summary', 'U01GXJ'),
        look('股内：新逾期', 'The desk: newly overdue', 'U01DESK'),
        look('领导：周报', 'The manager: the weekly digest', 'U01LEAD'),
        look('缺一项又补齐的月报', 'A report that was incomplete at first', 'U01EDU'),
        look('工作群', 'The work group', 'U01GXJ', GROUP.id),
      ],
    },
  },
];

function look(zh: string, en: string, person: string, place = 'dm'): SceneView['look'][number] {
  return { label: { zh, en }, person, place };
}
