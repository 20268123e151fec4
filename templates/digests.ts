/** The digests that a message carries, from the facts of the moment: the weekly one, the monthly one, or both. */

import { divider, type Message } from '../src/chat/message.ts';
import { lastContact } from '../src/domain/asked.ts';
import { addDays, type Calendar, type IsoDate } from '../src/domain/calendar.ts';
import type { Duty } from '../src/domain/duty.ts';
import type { Facts } from '../src/domain/facts.ts';
import { computeFigures, type Figures } from '../src/domain/figures.ts';
import { figuresOn } from '../src/domain/figures-on.ts';
import { computeMonth, type MonthFigures } from '../src/domain/month-figures.ts';
import type { ReportLine } from '../src/domain/monthly-report.ts';
import type { Notice } from '../src/domain/notice.ts';
import { openRequests } from '../src/domain/return-request.ts';
import { type DigestProps, digestBrief, digestMessage } from './digest.ts';
import { type MonthDigestProps, monthDigest, monthDigestBrief } from './month-digest.ts';
import { contactText } from './urge.ts';

/** What both digests are made from. */
export interface DigestFacts {
  notice: Notice;
  calendar: Calendar;
  facts: Facts;
  duties: readonly Duty[];
  today: IsoDate;
  /** 'HH:mm' */
  time: string;
  /** Messages sent and failed in the last seven days. */
  sending: { sent: number; failed: number };
  /** Of the digest's month and the two before it; null where the texts are not at hand. */
  reports: readonly ReportLine[] | null;
}

type Given = DigestFacts & { owed: { digestWeek: string | null; digestMonth: string | null } };

export function digestsOf(given: Given): Message[] {
  const { digestWeek, digestMonth } = given.owed;
  return [
    ...(digestWeek === null ? [] : [weekDigestOf(given)]),
    ...(digestMonth === null ? [] : [monthDigestOf(given, digestMonth)]),
  ];
}

/** The verdicts alone, with the way to the rest. */
export function briefsOf(given: Given): Message[] {
  const { digestWeek, digestMonth } = given.owed;
  return [
    ...(digestWeek === null ? [] : [digestBrief(weekProps(given))]),
    ...(digestMonth === null ? [] : [monthDigestBrief(monthProps(given, digestMonth))]),
  ];
}

export function weekDigestOf(given: DigestFacts): Message {
  return digestMessage(weekProps(given));
}

export function monthDigestOf(given: DigestFacts, period: string): Message {
  return monthDigest(monthProps(given, period));
}

/** Several as one message. Two pictures are enough: each gives its first, one alone gives both. */
export function joined(digests: readonly Message[]): Message {
  return {
    text: digests.map(({ text }) => text).join('\n\n'),
    blocks: digests.flatMap(({ blocks }, index) => (index === 0 ? blocks : [divider(), ...blocks])),
    pictures: digests.flatMap(({ pictures = [] }) => pictures.slice(0, digests.length === 1 ? 2 : 1)),
  };
}

export function figuresOf({ notice, calendar, facts, duties, today }: DigestFacts): Figures {
  return computeFigures(notice, facts, duties, calendar, today);
}

export function monthFiguresOf(given: DigestFacts, period: string): MonthFigures {
  return computeMonth({ ...given, period, asOf: given.today });
}

function weekProps(given: DigestFacts): DigestProps {
  const { notice, calendar, facts, today, time, sending } = given;
  const names = new Map(facts.units.map((unit) => [unit.id, unit.name]));
  return {
    notice,
    figures: figuresOf(given),
    before: figuresOn(notice, facts, calendar, addDays(today, -7)),
    today,
    time,
    sending,
    toSign: openRequests(facts).manager,
    unitName: (id) => (id === null ? '建议提案股' : (names.get(id) ?? '')),
    contactOf: contactsIn(facts),
  };
}

function monthProps(given: DigestFacts, period: string): MonthDigestProps {
  const { notice, duties, today, time } = given;
  return { notice, duties, today, time, month: monthFiguresOf(given, period) };
}

/** When a unit was last urged or telephoned about some of its duties, as a text. */
export function contactsIn({ urges }: Facts): (duties: readonly Duty[]) => string {
  return (duties) => {
    const last = urges.length > 0 ? lastContact(urges, new Set(duties.map((duty) => duty.key))) : null;
    return last ? contactText(last) : '';
  };
}
