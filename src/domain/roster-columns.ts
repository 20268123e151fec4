import type { Column } from './table.ts';

export type RosterColumn =
  | '角色'
  | '单位'
  | '简称'
  | '单位职能'
  | '单位地址'
  | '联系电话'
  | '分管领导'
  | PersonColumn<'联络员'>
  | PersonColumn<'副联络员'>;

export type PersonColumn<Person extends '联络员' | '副联络员'> =
  | Person
  | `${Person}手机`
  | `${Person}邮箱`
  | `${Person}Slack ID`;

/** Notes one problem at a cell of the roster. */
export type Report = (row: number, column: RosterColumn, found: string, expected: string) => void;

/** The columns of a roster, with the headers that offices use for them. */
export const rosterColumns: readonly Column<RosterColumn>[] = [
  { name: '角色', synonyms: ['身份', '人员角色', '人员类别'] },
  {
    name: '单位',
    synonyms: ['单位名称', '承办单位', '承办单位名称', '单位全称', '部门', '所在单位', '办理单位'],
    required: true,
  },
  { name: '简称', synonyms: ['单位简称'] },
  {
    name: '单位职能',
    synonyms: ['职能', '主要职能', '单位主要职能', '单位职责', '职责', '主要职责', '职能职责'],
  },
  { name: '单位地址', synonyms: ['地址', '办公地址', '单位办公地址', '通讯地址', '联系地址'] },
  {
    name: '联系电话',
    synonyms: ['电话', '单位电话', '办公电话', '单位联系电话', '联络人联系电话', '联络人电话', '座机'],
  },
  {
    name: '联络员',
    synonyms: [
      '联络员姓名',
      '联系人',
      '联系人姓名',
      '联络人',
      '联络人姓名',
      '姓名',
      '具体办理人员',
      '经办人',
    ],
    required: true,
  },
  ...contactColumns('联络员', ['联系人', '联络人']),
  { name: '副联络员', synonyms: ['副联络员姓名', '副联系人', '副联络人', '备用联络员', '第二联络员'] },
  ...contactColumns('副联络员', ['副联系人', '副联络人', '备用联络员', '第二联络员']),
  { name: '分管领导', synonyms: ['单位分管领导', '分管负责人', '分管领导姓名', '单位领导', '分管同志'] },
];

function contactColumns<Person extends '联络员' | '副联络员'>(
  person: Person,
  alsoCalled: readonly string[],
): Column<RosterColumn>[] {
  const withPerson = (endings: readonly string[]) => [
    ...endings,
    ...[person, ...alsoCalled].flatMap((called) => endings.map((ending) => called + ending)),
  ];
  return [
    {
      name: `${person}手机`,
      synonyms: withPerson(['手机', '手机号', '手机号码', '移动电话', '电话', '联系电话']),
      person,
    },
    {
      name: `${person}邮箱`,
      synonyms: withPerson(['邮箱', '电子邮箱', '邮箱地址', '电子邮件', 'Email', 'E-mail', 'Mail']),
      person,
    },
    {
      name: `${person}Slack ID`,
      synonyms: withPerson(['Slack ID', 'Slack', 'Slack用户ID', 'Slack 账号', 'Slack成员ID']),
      person,
    },
  ];
}
