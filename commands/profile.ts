import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readPhone } from '../src/domain/contact.ts';
import type { Unit } from '../src/domain/facts.ts';
import { lacksOfProfile } from '../src/domain/profile.ts';
import { UserError } from '../src/errors.ts';
import { writeAudit } from '../src/store/audit.ts';
import { PEOPLE_EVENTS } from '../src/store/desk-day.ts';
import { changeUnit, lockUnit, type UnitDetails } from '../src/store/units.ts';
import { plainAnswer } from '../templates/answers.ts';
import {
  lacksText,
  profileCard,
  profileForm,
  readProfileForm,
  shownIn,
  UNIT_FIELD_IDS,
  UNIT_FIELDS,
  type UnitField,
} from '../templates/profile.ts';
import { type Act, audited, type Command, type Outcome } from './call.ts';
import { mayActFor, unitMeant } from './unit-meant.ts';

/** R31, R32: a unit keeps its telephone, functions and address on record; the desk may do it for any unit. */
export const profile: Command = {
  verb: 'profile',
  aliases: ['资料', '单位资料'],
  says: '查看和更新单位资料：联系电话、单位职能、单位地址、分管领导',
  example: null,
  async run(call) {
    const unit = await unitMeant(call, call.text, '资料 区教育局');
    if (call.inbound.kind === 'message') return { say: profileCard(call.office.notice, unit) };
    return { open: profileForm(call.office.notice, unit, JSON.stringify(formOf(unit))) };
  },
};

export const openProfile: Act = { verb: 'profile', run: profile.run };

/** The form sent in. Only what was changed in it is written, so that two people can each bring up their part. */
export const sendProfile: Act = {
  verb: 'profile',
  async run(call): Promise<Outcome> {
    if (call.inbound.kind !== 'form') return {};
    const form = metadata.safeParse(parsed(call.inbound.metadata)).data;
    if (!form || !mayActFor(call, form.unit)) throw new UserError('这个表单已失效，请重新发送“资料”。');
    const unit = await lockUnit(call.tx, call.office.id, form.unit);
    if (!unit) throw new UserError('没有找到这个单位，请重新发送“资料”。');

    const typed = readProfileForm(call.inbound.values);
    const changed = UNIT_FIELD_IDS.filter((field) => digest(typed[field]) !== form.was[field]);
    const errors: Partial<Record<UnitField, string>> = {};
    const details: UnitDetails = {};
    for (const field of changed) {
      const fault = faultOf(unit, field, typed[field], form.was[field]);
      if (fault === null) details[field] = field === 'phone' ? (readPhone(typed.phone) ?? '') : typed[field];
      else errors[field] = fault;
    }
    if (Object.keys(errors).length > 0) return { errors };
    if (changed.length === 0) return { say: plainAnswer(`${unit.name}的资料没有改动，${lacksText(unit)}`) };

    await changeUnit(call.tx, unit.id, details);
    await writeAudit(call.tx, [audited(call, PEOPLE_EVENTS.profile, unit.name, { fields: changed })]);
    const now = { ...unit, ...details };
    return {
      say: plainAnswer(
        `已更新${unit.name}的${changed.map((field) => UNIT_FIELDS[field]).join('、')}。${lacksOfProfile(now).length > 0 ? lacksText(now) : '资料已齐全。'}`,
      ),
      refresh: [unit.id],
      recorded: true,
    };
  },
};

function faultOf(unit: Unit, field: UnitField, typed: string, was: string): string | null {
  const name = UNIT_FIELDS[field];
  if (digest(shownIn(unit, field)) !== was && shownIn(unit, field) !== typed)
    return `刚刚有人改成了“${shownIn(unit, field).slice(0, 60)}”，请核对后再保存`;
  if (typed === '' && unit[field]) return `${name}不能清空，请改成新的`;
  if (field === 'phone' && readPhone(typed) === null) return '请填写电话号码，如 0668-0001234';
  return null;
}

const metadata = z.object({
  unit: z.uuid(),
  was: z.object({ phone: z.string(), functions: z.string(), address: z.string(), leader: z.string() }),
});

/** Which unit the form is of, and what its fields began with. */
function formOf(unit: Unit): z.infer<typeof metadata> {
  const began = (field: UnitField) => digest(shownIn(unit, field));
  return {
    unit: unit.id,
    was: {
      phone: began('phone'),
      functions: began('functions'),
      address: began('address'),
      leader: began('leader'),
    },
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
