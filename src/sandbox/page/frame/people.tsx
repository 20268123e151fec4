import { useRef, useState } from 'preact/hooks';
import { t } from '../language.ts';
import { frame, goTo, here } from '../state.ts';
import { isDrawerOpen } from './drawer.ts';
import { Icon } from './icon.tsx';
import { grouped, type Person } from './people-groups.ts';
import { Unread } from './unread.tsx';

/** Everybody one can act as, by group, with a search. One stop for the Tab key; arrows move inside. */
export function People() {
  const [wanted, want] = useState('');
  const list = useRef<HTMLElement>(null);
  const groups = grouped(frame.value?.people ?? [], wanted);
  const rows = () => [...(list.current?.querySelectorAll<HTMLButtonElement>('button') ?? [])];
  const shown = groups.flatMap((group) => group.people);
  const stop = shown.find((one) => one.id === here.value.person) ?? shown[0];

  const onListKey = (event: KeyboardEvent) => {
    const all = rows();
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const next: { [key: string]: number } = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: all.length - 1,
    };
    const to = next[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (to < 0) list.current?.parentElement?.querySelector('input')?.focus();
    else all[Math.min(to, all.length - 1)]?.focus();
  };
  const onSearchKey = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      rows()[0]?.focus();
    } else if (event.key === 'Enter' && shown[0]) become(shown[0].id);
    else if (event.key === 'Escape' && wanted) {
      event.stopPropagation();
      want('');
    }
  };

  return (
    <div class="people">
      <h2 id="people-title">{t('换一个人', 'Be somebody else')}</h2>
      <label class="search">
        <Icon name="search" />
        <input
          type="search"
          value={wanted}
          placeholder={t('按姓名或单位查找', 'Find by name or unit')}
          aria-label={t('按姓名或单位查找', 'Find by name or unit')}
          onInput={(event) => want(event.currentTarget.value)}
          onKeyDown={onSearchKey}
        />
      </label>
      <section class="people-list" ref={list} aria-labelledby="people-title" onKeyDown={onListKey}>
        {groups.map(({ group, people }) => (
          <div key={group}>
            <h3>{group}</h3>
            <ul aria-label={group}>
              {people.map((person) => (
                <li key={person.id}>
                  <PersonRow person={person} isStop={person === stop} />
                </li>
              ))}
            </ul>
          </div>
        ))}
        {groups.length === 0 && <p class="none">{t('没有找到这个人', 'Nobody by that name')}</p>}
      </section>
    </div>
  );
}

function PersonRow({ person, isStop }: { person: Person; isStop: boolean }) {
  return (
    <button
      type="button"
      class={person.unread ? 'side-row unread' : 'side-row'}
      tabIndex={isStop ? 0 : -1}
      aria-current={person.id === here.value.person ? 'true' : undefined}
      title={person.title}
      onClick={() => become(person.id)}
    >
      <span class="side-name">{person.name}</span>
      <Unread count={person.unread} />
    </button>
  );
}

/** Acts as somebody else, in the same place where that one can be there, too. */
function become(person: string): void {
  goTo({ person, thread: null, place: here.value.place === 'home' ? 'home' : 'dm' });
  isDrawerOpen.value = false;
}
