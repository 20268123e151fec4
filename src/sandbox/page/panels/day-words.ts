import type { CalendarDay, TimeView } from '../../page-server/contract.ts';
import { t } from '../language.ts';
import { shortDate, weekdayOf } from '../time.ts';
import { daysBetween, exceptionOf } from './calendar-layout.ts';

/** 工作日, 休息日 清明节, 工作日 调休上班: in words, because colour alone says nothing to many. */
export function kindWords({ isWorkingDay, dayName }: Pick<TimeView, 'isWorkingDay' | 'dayName'>): string {
  const kind = isWorkingDay ? t('工作日', 'Working day') : t('休息日', 'Rest day');
  return dayName ? `${kind} ${dayName}` : kind;
}

/** 4月10日 星期日, or Sun 04-10. A date without a time is read as the office's. */
export function dateWords(date: string): string {
  const at = `${date}T00:00:00+08:00`;
  return t(`${shortDate(at)} ${weekdayOf(at)}`, `${weekdayOf(at)} ${shortDate(at)}`);
}

/** 今天, 明天, 还有5天, 5天前. */
export function distanceWords(today: string, date: string): string {
  const days = daysBetween(today, date);
  if (days === 0) return t('今天', 'today');
  if (days === 1) return t('明天', 'tomorrow');
  return days > 0
    ? t(`还有${days}天`, `in ${days} days`)
    : t(`${-days}天前`, days === -1 ? 'yesterday' : `${-days} days ago`);
}

/** 4月 or, where a year begins, 2023年1月. */
export function monthWords(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const english = new Date(Date.UTC(year, number - 1)).toLocaleString('en', {
    month: 'long',
    timeZone: 'UTC',
  });
  return t(`${year}年${number}月`, `${english} ${year}`);
}

/** All that a cell of the calendar shows, as a sentence. It has the number that can be seen, for people who say it aloud. */
export function dayWords(day: CalendarDay, today: string): string {
  const words = [
    t(
      dateWords(day.date),
      `${Number(day.date.slice(8))} ${monthWords(day.date.slice(0, 7))}, ${weekdayOf(`${day.date}T00:00:00+08:00`)}`,
    ),
    kindWords({ isWorkingDay: day.kind === 'working', dayName: day.dayName }),
  ];
  if (day.date === today) words.unshift(t('今天', 'Today'));
  for (const { title, clause } of day.due)
    words.push(t(`截止：${title}（${clause}）`, `Due: ${title} (${clause})`));
  if (day.sent) words.push(t(`已发送${day.sent}条`, `${day.sent} sent`));
  if (day.planned) words.push(t(`将发送${day.planned}条`, `${day.planned} to be sent`));
  return words.join(t('，', ', '));
}

/** The small sign in a cell's corner, as Chinese calendars print it. */
export function signOf(day: CalendarDay): string {
  const exception = exceptionOf(day);
  return exception === 'rest' ? '休' : exception === 'work' ? '班' : '';
}
