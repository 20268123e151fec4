import './due-list.css';
import { useState } from 'preact/hooks';
import { t } from '../language.ts';
import type { DueDate } from './calendar-layout.ts';
import { dateWords, distanceWords } from './day-words.ts';
import { today } from './time-machine.ts';

const AT_FIRST = 3;

/** The due dates as a list: those that come next, or all of the year. */
export function DueList(props: { due: DueDate[]; chosen: string; onPick(date: string): void }) {
  const { due, chosen, onPick } = props;
  const [all, showAll] = useState(false);
  const coming = due.filter((one) => one.date >= today.value);
  const shown = all ? due : coming.slice(0, AT_FIRST);
  return (
    <section class="due-list" aria-labelledby="due-list-title">
      <header>
        <h3 id="due-list-title">
          {all ? t('全年截止日', 'All due dates') : t('接下来的截止日', 'Coming due dates')}
        </h3>
        <button type="button" class="due-list-all" aria-expanded={all} onClick={() => showAll(!all)}>
          {all ? t('只看接下来的', 'Only what comes') : t(`全部${due.length}个`, `All ${due.length}`)}
        </button>
      </header>
      {shown.length === 0 && (
        <p class="ui-note">{t('今年没有更多截止日了。', 'Nothing more falls due this year.')}</p>
      )}
      <ul>
        {shown.map((one) => (
          <li key={one.date} class={one.date < today.value ? 'past' : ''}>
            <button type="button" aria-pressed={one.date === chosen} onClick={() => onPick(one.date)}>
              <b>{dateWords(one.date)}</b>
              <span class="due-what">
                {one.due.map(({ title, clause }) => (
                  <span key={title}>
                    {title} <small class="ui-small">{t(`依据 ${clause}`, `clause ${clause}`)}</small>
                  </span>
                ))}
              </span>
              <small class="ui-small">{distanceWords(today.value, one.date)}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
