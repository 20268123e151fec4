import type { App } from '@slack/bolt';
import type { Block, KnownBlock, ModalView } from '@slack/types';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { GROUP, LIAISON, openWorkspace, socketApp } from '../sandbox/workspace-fixture.ts';

type Blocks = (KnownBlock | Block)[];

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text });
const option = (text: string, description?: string) => ({
  text: plain(text),
  value: text,
  ...(description && { description: plain(description) }),
});
const leaf = (text: string, style?: object) => ({ type: 'text', text, ...(style && { style }) });
const rich = (...elements: object[]) => ({ type: 'rich_text_section', elements });

/** A red picture, drawn without a request to anywhere. */
const PICTURE =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" width="320" height="180"%3E%3Crect width="320" height="180" fill="%23b3261e"/%3E%3C/svg%3E';

/** Text in all its forms. */
export const WORDS: Blocks = [
  { type: 'header', text: plain('区教育局　4月月报 :clipboard:') },
  {
    type: 'section',
    text: mrkdwn(
      [
        '*【逾期】区教育局*　月报 _已逾期_ ~2~ *3天*，请 <@U0DESK0001> 看 `第12号`。',
        '详见 <https://example.gov.cn/notice?a=1&amp;b=2|通知原文> 和 https://example.gov.cn/x，',
        '截止 <!date^1649206800^{date_long} {time}|4月6日>，发在 <#C0GROUP001|工作群> <!here>',
        '&gt; 逾期未报的，由区政府督查室通报。',
        '&gt; 第二行 &lt;b&gt;不是标签&lt;/b&gt;',
        '```第一行\n  第二行 *不变*```',
      ].join('\n'),
    ),
  },
  {
    type: 'section',
    text: mrkdwn('*字段*'),
    fields: [
      '*单位*\n区教育局',
      '*期限*\n4月15日（周五）',
      '*办理*\n主办3件 :white_check_mark:',
      '*备注*\n无',
    ].map(mrkdwn),
  },
  { type: 'divider' },
  {
    type: 'context',
    elements: [
      { type: 'image', image_url: PICTURE, alt_text: '印章' },
      mrkdwn('依据：茂南府办〔2022〕3号 *第五条*'),
      plain('由督办机器人发出'),
    ],
  },
  {
    type: 'section',
    text: mrkdwn('右边有一张图片，文字绕不到它的下面。'),
    accessory: { type: 'image', image_url: PICTURE, alt_text: '办理流程图' },
  },
  { type: 'image', image_url: PICTURE, alt_text: '各单位进度', title: plain('各单位进度') },
  { type: 'image', image_url: 'data:image/png;base64,x', alt_text: '没有取到的图片：全区进度' },
];

/** Rich text, Markdown and a table. */
export const PAPERS: Blocks = [
  {
    type: 'rich_text',
    elements: [
      rich(
        leaf('粗', { bold: true }),
        leaf('斜', { italic: true }),
        leaf('删', { strike: true }),
        leaf('码', { code: true }),
        leaf(' 普通 '),
        { type: 'user', user_id: LIAISON },
        leaf(' '),
        { type: 'channel', channel_id: GROUP },
        leaf(' '),
        { type: 'broadcast', range: 'channel' },
        leaf(' '),
        { type: 'link', url: 'https://example.gov.cn', text: '链接', style: { bold: true } },
        leaf(' '),
        { type: 'emoji', name: 'wave', unicode: '1f44b' },
        leaf(' '),
        { type: 'date', timestamp: 1649206800, format: '{date_short_pretty} {time}', fallback: '4月6日' },
      ),
      { type: 'rich_text_list', style: 'bullet', elements: [rich(leaf('第一项')), rich(leaf('第二项'))] },
      { type: 'rich_text_list', style: 'bullet', indent: 1, elements: [rich(leaf('第二项之一'))] },
      { type: 'rich_text_list', style: 'ordered', elements: [rich(leaf('先')), rich(leaf('后'))] },
      { type: 'rich_text_quote', elements: [leaf('引用的话')] },
      { type: 'rich_text_preformatted', elements: [leaf('{\n  "件": 3\n}')] },
    ],
  } as Block,
  {
    type: 'markdown',
    text: '## 小结\n请**务必**在 *4月15日* 前报送，见[通知](https://example.gov.cn)。\n\n- 主办 3 件\n  - 其中逾期 1 件\n- [x] 已签收\n- [ ] 已报送\n\n1. 先签收\n2. 再报送\n\n> 引用\n\n```\nnpm start\n```\n\n| 单位 | 件数 |\n|:--|--:|\n| 区教育局 | 3 |\n| 区卫生健康局 | 12 |',
  } as Block,
];

export const TABLE: Blocks = [
  {
    type: 'table',
    column_settings: [null, { align: 'right' }, { align: 'center' }, { is_wrapped: true }],
    rows: [
      ['单位', '件数', '状态', '说明'],
      ['区教育局', '3', '逾期', '第12号提案的答复稿正在征求意见，预计本周五前办结，下周一报送区政府办公室。'],
      ['区卫生健康局', '12', '按期', '无'],
    ]
      .map((row) => row.map((text) => ({ type: 'raw_text', text })))
      .map((row, index) =>
        index === 2
          ? [...row.slice(0, 3), { type: 'rich_text', elements: [rich(leaf('无', { bold: true }))] }]
          : row,
      ),
  } as Block,
];

const CHOICES = {
  stage: ['调研', '起草答复', '征求意见', '办结'].map((text) => option(text)),
  units: ['区教育局', '区卫生健康局', '区水务局', '区农业农村局', '区民政局'].map((text, index) =>
    option(text, `主办${index + 1}件`),
  ),
};
const sure = {
  title: plain('取消发送'),
  text: mrkdwn('取消以后 *不再发送*，期限不变。'),
  confirm: plain('取消发送'),
  deny: plain('不取消'),
  style: 'danger' as const,
};

/** Everything that can be used in a message. */
export const TOOLS: Blocks = [
  {
    type: 'actions',
    elements: [
      { type: 'button', action_id: 'sign', text: plain('已签收，登记'), style: 'primary', value: '1' },
      { type: 'button', action_id: 'report', text: plain('填写月报') },
      { type: 'button', action_id: 'cancel', text: plain('取消发送'), style: 'danger', confirm: sure },
      { type: 'button', action_id: 'link', text: plain('看通知'), url: 'https://example.gov.cn' },
      {
        type: 'overflow',
        action_id: 'more',
        options: [
          option('暂缓一天'),
          option('转给别人'),
          { ...option('看通知'), url: 'https://example.gov.cn' },
        ],
      },
    ],
  },
  {
    type: 'section',
    text: mrkdwn('*选择办理阶段*\n选了就登记，不用再点按钮。'),
    accessory: {
      type: 'static_select',
      action_id: 'stage',
      placeholder: plain('办理阶段'),
      options: CHOICES.stage,
    },
  },
  {
    type: 'section',
    text: mrkdwn('*这条要暂缓吗？*'),
    accessory: { type: 'button', action_id: 'hold', text: plain('暂缓') },
  },
  {
    type: 'section',
    text: mrkdwn('*还有别的*'),
    accessory: { type: 'overflow', action_id: 'more', options: [option('暂缓'), option('取消')] },
  },
  {
    type: 'actions',
    elements: [
      {
        type: 'static_select',
        action_id: 'unit',
        placeholder: plain('选单位'),
        option_groups: [
          { label: plain('主办'), options: CHOICES.units.slice(0, 2) },
          { label: plain('会办'), options: CHOICES.units.slice(2) },
        ],
      },
      { type: 'users_select', action_id: 'who', placeholder: plain('选人') },
      { type: 'channels_select', action_id: 'where', placeholder: plain('选频道') },
      { type: 'external_select', action_id: 'proposal', placeholder: plain('查提案'), min_query_length: 1 },
      { type: 'datepicker', action_id: 'day', placeholder: plain('选日期'), initial_date: '2022-04-15' },
      { type: 'timepicker', action_id: 'time', placeholder: plain('选时间') },
      { type: 'datetimepicker', action_id: 'moment' },
    ],
  },
  {
    type: 'actions',
    elements: [
      {
        type: 'checkboxes',
        action_id: 'ticks',
        options: [
          { text: mrkdwn('*征询意见表* 已寄出'), value: 'sent', description: mrkdwn('留给委员 _20天_') },
          { text: plain('已收回'), value: 'back' },
        ],
      },
      { type: 'radio_buttons', action_id: 'way', options: ['走访', '电话'].map((text) => option(text)) },
    ],
  } as Block,
];

type Elements = { [id: string]: { label: string; element: object; optional?: boolean; hint?: string } };

const FIELDS: Elements = {
  progress: {
    label: '本月进展',
    hint: '写做了什么，不写准备做什么。',
    element: {
      type: 'plain_text_input',
      multiline: true,
      max_length: 100,
      placeholder: plain('本月做了什么'),
    },
  },
  contact: { label: '联系人', element: { type: 'plain_text_input', placeholder: plain('姓名') } },
  mail: { label: '邮箱', optional: true, element: { type: 'email_text_input' } },
  page: { label: '网址', optional: true, element: { type: 'url_text_input' } },
  count: { label: '件数', element: { type: 'number_input', is_decimal_allowed: false, min_value: '1' } },
  stage: {
    label: '办理阶段',
    optional: true,
    element: { type: 'static_select', placeholder: plain('请选择'), options: CHOICES.stage },
  },
  units: {
    label: '会办单位',
    optional: true,
    element: { type: 'multi_static_select', options: CHOICES.units, max_selected_items: 3 },
  },
  proposals: {
    label: '提案',
    optional: true,
    element: { type: 'multi_external_select', placeholder: plain('输入案号或标题'), min_query_length: 1 },
  },
  day: { label: '办理日期', optional: true, element: { type: 'datepicker', initial_date: '2022-04-06' } },
  moment: { label: '会议时间', optional: true, element: { type: 'datetimepicker' } },
  ticks: {
    label: '征询意见表',
    optional: true,
    element: { type: 'checkboxes', options: [option('已寄出', '留给委员20天'), option('已收回')] },
  },
  way: {
    label: '与委员沟通',
    element: { type: 'radio_buttons', options: [option('走访'), option('电话')] },
  },
  papers: {
    label: '附件',
    optional: true,
    hint: '盖章的扫描件。',
    element: { type: 'file_input', filetypes: ['pdf', 'png'], max_files: 2 },
  },
};

/** A form with every kind of field. */
export function formWith(ids: string[] = Object.keys(FIELDS), extra: Blocks = []): ModalView {
  const blocks = ids.flatMap((id) => {
    const field = FIELDS[id];
    if (!field) return [];
    const { label, element, optional = false, hint } = field;
    return {
      type: 'input',
      block_id: id,
      label: plain(label),
      optional,
      ...(hint && { hint: plain(hint) }),
      element: { ...element, action_id: 'value' },
    };
  });
  return {
    type: 'modal',
    callback_id: 'report',
    title: plain('4月月报'),
    submit: plain('报送'),
    close: plain('先不报'),
    notify_on_close: true,
    blocks: [
      { type: 'section', text: mrkdwn('*区教育局*　4月15日（周五）前，共3件') },
      ...extra,
      ...blocks,
      { type: 'context', elements: [mrkdwn('依据：茂南府办〔2022〕3号第五条')] },
    ] as ModalView['blocks'],
  };
}

export interface Gallery {
  sandbox: Sandbox;
  app: App;
  /** Posts blocks into the direct message with the liaison. */
  post(blocks: Blocks, text?: string): Promise<string>;
  close(): Promise<void>;
}

/** A workspace with a bot that shows blocks. What it does with a click is registered on `app`. */
export async function openGallery(): Promise<Gallery> {
  const sandbox = await openWorkspace();
  const app = socketApp(sandbox);
  await app.start();
  return {
    sandbox,
    app,
    async post(blocks, text = '展示') {
      const { ts } = await app.client.chat.postMessage({ channel: LIAISON, text, blocks });
      return ts ?? '';
    },
    async close() {
      await app.stop();
      await sandbox.close();
    },
  };
}
