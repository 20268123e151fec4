import './month-grid.css';
import type { CalendarDay } from '../../page-server/contract.ts';
import { t } from '../language.ts';
import { loadOf, type Month } from './calendar-layout.ts';
import { dayWords, monthWords, signOf } from './day-words.ts';

const WEEKDAYS = [
  ['一', 'Mo'],
  ['二', 'Tu'],
  ['三', 'We'],
  ['四', 'Th'],
  ['五', 'Fr'],
  ['六', 'Sa'],
  ['日', 'Su'],
] as const;

interface MonthGridProps {
  month: Month;
  today: string;
  chosen: string;
  /** The most that one day sends. */
  most: number;
  /** The one that is shown where there is room for one only. */
  isShown: boolean;
  onPick(date: string): void;
}

/** One month. The chosen day is the year's only stop for the tab key; arrows lead on from it. */
export function MonthGrid({ month, today, chosen, most, isShown, onPick }: MonthGridProps) {
  const name = monthWords(month.month);
  return (
    <section class={isShown ? 'month shown' : 'month'}>
      <h3>{name}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the ARIA guide's own pattern for a month */}
      <table role="grid" aria-label={name}>
        <thead>
          <tr>
            {WEEKDAYS.map(([zh, en]) => (
              <th key={en} scope="col" abbr={t(`星期${zh}`, en)}>
                {t(zh, en)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {month.weeks.map((week) => (
            <tr key={week.find((day) => day)?.date}>
              {week.map((day, index) =>
                day ? (
                  <td key={day.date}>
                    <button
                      type="button"
                      class={classOf(day, today)}
                      data-date={day.date}
                      tabIndex={day.date === chosen ? 0 : -1}
                      aria-label={dayWords(day, today)}
                      aria-pressed={day.date === chosen}
                      aria-current={day.date === today ? 'date' : undefined}
                      title={tooltipOf(day)}
                      onClick={() => onPick(day.date)}
                    >
                      <span class="number">{Number(day.date.slice(8))}</span>
                      <span class="sign" data-sign={signOf(day)} />
                      <Load day={day} most={most} />
                    </button>
                  </td>
                ) : (
                  <td key={index} />
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function classOf(day: CalendarDay, today: string): string {
  const marks = ['day', day.kind];
  if (day.due.length > 0) marks.push('due');
  if (signOf(day)) marks.push('signed');
  if (day.date === today) marks.push('today');
  if (day.date < today) marks.push('past');
  return marks.join(' ');
}

function tooltipOf(day: CalendarDay): string | undefined {
  return day.due.map(({ title, clause }) => `${title}（${clause}）`).join('\n') || day.dayName || undefined;
}

/** How much was sent and will be sent, as a bar. */
function Load({ day, most }: { day: CalendarDay; most: number }) {
  const whole = day.sent + day.planned;
  if (whole === 0) return <span class="load" />;
  return (
    <span class="load" data-count={whole}>
      <span class="load-bar" style={{ width: `${Math.max(18, loadOf(whole, most) * 100)}%` }}>
        {day.sent > 0 && <i class="sent" style={{ flexGrow: day.sent }} />}
        {day.planned > 0 && <i class="planned" style={{ flexGrow: day.planned }} />}
      </span>
    </span>
  );
}
