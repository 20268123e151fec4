import { readEmail, readPhone, readSlackId } from './contact.ts';
import type { MemberRole } from './facts.ts';
import type { Report, RosterColumn } from './roster-columns.ts';
import { keyOf, narrow, tidy } from './spelling.ts';
import type { TableRow } from './table.ts';

/** A person of the roster. At least one of `email` and `slackId` is there, for the person to be bound by. */
export interface RosterMember {
  role: MemberRole;
  /** The unit's full name; null for the desk and the managers. */
  unit: string | null;
  name: string;
  phone: string | null;
  /** In lower case. */
  email: string | null;
  slackId: string | null;
}

/** A member and where the roster has them. */
export interface WrittenMember {
  member: RosterMember;
  row: number;
  person: '联络员' | '副联络员';
}

/** Reads the person in a row's 联络员 or 副联络员 columns: none or one. Bad details are reported and left null. */
export function readPerson(
  { row, cells }: TableRow<RosterColumn>,
  person: '联络员' | '副联络员',
  role: RosterMember['role'],
  unit: string | null,
  report: Report,
): WrittenMember[] {
  const name = tidy(cells[person]);
  const details = {
    phone: tidy(cells[`${person}手机`]),
    email: tidy(cells[`${person}邮箱`]),
    slackId: tidy(cells[`${person}Slack ID`]),
  };
  const member: RosterMember = {
    role,
    unit,
    name,
    phone: readPhone(details.phone),
    email: readEmail(details.email),
    slackId: readSlackId(details.slackId),
  };
  if (details.phone !== '' && member.phone === null)
    report(row, `${person}手机`, narrow(details.phone), '电话号码，例如 13800000000 或 0668-0001234');
  if (details.email !== '' && member.email === null)
    report(row, `${person}邮箱`, narrow(details.email), '邮箱地址，例如 name@example.com');
  if (details.slackId !== '' && member.slackId === null)
    report(
      row,
      `${person}Slack ID`,
      narrow(details.slackId),
      'Slack 用户 ID：U 或 W 开头，后面是大写字母和数字，例如 U01EDU23',
    );
  if (name === '') {
    const filled = details.phone || details.email || details.slackId;
    if (filled !== '' && (role === 'liaison' || role === 'deputy'))
      report(row, person, '', `姓名（这一行填了“${narrow(filled)}”）`);
    return [];
  }
  if (/[、，,；;/／]/u.test(name))
    report(row, person, name, '一个人的姓名；第二名联络员请另起一行，单位照抄');
  if (details.email === '' && details.slackId === '')
    report(row, `${person}邮箱`, '', `“${name}”的邮箱或 Slack ID，至少填一项，否则消息送不到人`);
  return [{ member, row, person }];
}

/** Reports e-mails and Slack IDs that stand in more than one place: they would bind one account to two people. */
export function checkShared(members: readonly WrittenMember[], report: Report): void {
  const owners = new Map<string, WrittenMember>();
  for (const written of members) {
    for (const [field, ending] of [
      ['slackId', 'Slack ID'],
      ['email', '邮箱'],
    ] as const) {
      const contact = written.member[field];
      if (contact === null) continue;
      const owner = owners.get(contact);
      if (owner === undefined) owners.set(contact, written);
      else
        report(
          written.row,
          `${written.person}${ending}`,
          contact,
          whyNotShared(owner, written.member, ending),
        );
    }
  }
}

function whyNotShared(owner: WrittenMember, member: RosterMember, ending: string): string {
  const place = `第 ${owner.row} 行“${owner.member.name}”`;
  if (keyOf(owner.member.name) !== keyOf(member.name))
    return `“${member.name}”本人的${ending === '邮箱' ? '' : ' '}${ending}（已填给${place}）`;
  if (owner.member.unit !== member.unit)
    return `没有登记过的人：一个人只能属于一个单位（${place}已属于“${owner.member.unit ?? '区府办'}”）`;
  return `没有登记过的人：${place}是同一个人，一个人只登记一次`;
}
