import './scenes-panel.css';
import { useState } from 'preact/hooks';
import type { OthersView, ScenesView, SceneView } from '../../page-server/contract.ts';
import { post } from '../api.ts';
import { inWords, t } from '../language.ts';
import { goTo, panel } from '../state.ts';
import { shortDate, timeOf } from '../time.ts';
import { Loading, NotAvailable } from './loading.tsx';
import { useLook } from './looking.ts';
import { MoveProgress } from './move-progress.tsx';
import { busy, doing, move, setUpScene } from './time-machine.ts';

/** Situations that one click sets up, and the switch that lets the other people act. */
export function ScenesPanel() {
  const { view, waiting, again } = useLook<ScenesView>('scenes');
  const [started, start] = useState<string | null>(null);
  if (!view) return waiting ? <Loading /> : <NotAvailable />;
  const isSettingUp = doing.value === 'scene';
  const setUp = async (id: string) => {
    start(id);
    await setUpScene(id);
    start(null);
    again();
  };
  return (
    <div class="scenes">
      <p class="ui-note">
        {t(
          '点一下，就从头开始并走到那个时刻。当前的演练会忘记。',
          'One click begins anew and goes there. What was practised so far is forgotten.',
        )}
      </p>
      {view.scenes.map((scene) => (
        <Scene
          key={scene.id}
          scene={scene}
          isCurrent={!isSettingUp && scene.id === view.current}
          isStarting={isSettingUp && scene.id === started}
          onSetUp={() => setUp(scene.id)}
        />
      ))}
      <Others others={view.others} onChange={again} />
    </div>
  );
}

interface SceneProps {
  scene: SceneView;
  isCurrent: boolean;
  isStarting: boolean;
  onSetUp(): void;
}

function Scene({ scene, isCurrent, isStarting, onSetUp }: SceneProps) {
  const look = (person: string, place: string) => {
    goTo({ person, place, thread: null });
    // On a small screen the panel lies over the conversation that is to be looked at.
    if (matchMedia('(max-width: 720px)').matches) panel.value = null;
  };
  return (
    <article class={isCurrent ? 'scene current' : 'scene'} aria-labelledby={`scene-${scene.id}`}>
      <header>
        <h3 id={`scene-${scene.id}`}>{inWords(scene.title)}</h3>
        {isCurrent && <span class="ui-chip good">{t('✓ 已布置好', '✓ set up')}</span>}
      </header>
      <p>{inWords(scene.story)}</p>
      {isStarting ? (
        <div class="scene-wait">
          <span role="status">
            {move.value
              ? t('正在走到那个时刻…', 'Going to that moment…')
              : t('正在重新开始…', 'Starting again…')}
          </span>
          {move.value ? <MoveProgress /> : <div class="ui-bar endless" />}
        </div>
      ) : (
        <div class="ui-row">
          {isCurrent &&
            scene.look.map(({ label, person, place }) => (
              <button
                key={`${person} ${place}`}
                type="button"
                class="ui-button primary"
                onClick={() => look(person, place)}
              >
                {inWords(label)} <span aria-hidden="true">→</span>
              </button>
            ))}
          <button
            type="button"
            class="ui-button"
            disabled={busy.value}
            aria-describedby={`scene-${scene.id}`}
            onClick={onSetUp}
          >
            {isCurrent ? t('重来一次', 'Once more') : t('布置这个情景', 'Set up this scene')}
          </button>
        </div>
      )}
    </article>
  );
}

function Others({ others, onChange }: { others: OthersView; onChange(): void }) {
  const [seed, setSeed] = useState<string | null>(null);
  const number = Number(seed ?? others.seed);
  const isWhole = Number.isSafeInteger(number) && number >= 0 && seed !== '';
  const turn = async (on: boolean) => {
    await post('others', { on, ...(isWhole && { seed: number }) });
    setSeed(null);
    onChange();
  };
  return (
    <section class="others" aria-labelledby="others-title">
      <header>
        <h3 id="others-title">{t('让其他人也行动', 'Let the others act')}</h3>
        <button
          type="button"
          role="switch"
          class="ui-switch"
          aria-checked={others.on}
          aria-labelledby="others-title"
          onClick={() => turn(!others.on)}
        >
          <i />
          <span aria-hidden="true">{others.on ? t('开', 'On') : t('关', 'Off')}</span>
        </button>
      </header>
      <p>
        {t(
          '时间推进时，各单位联络员会自己签收、答复、报月报：多数按时，有的迟，有的填错。同一个种子，重来还是同样的一年。',
          'As time moves, the liaisons sign, answer and report by themselves: most on time, some late, some wrong. The same seed gives the same year again.',
        )}
      </p>
      <form
        class="ui-row"
        onSubmit={(event) => {
          event.preventDefault();
          if (isWhole) void turn(others.on);
        }}
      >
        <label class="ui-field seed">
          <span>{t('种子（整数）', 'Seed (a whole number)')}</span>
          <input
            class="ui-input"
            inputMode="numeric"
            value={seed ?? String(others.seed)}
            aria-invalid={!isWhole}
            onInput={(event) => setSeed(event.currentTarget.value)}
          />
        </label>
        <button
          type="submit"
          class="ui-button"
          disabled={!isWhole || seed === null || number === others.seed}
        >
          {t('换成这个种子', 'Use this seed')}
        </button>
      </form>
      {others.lately.length > 0 && (
        <>
          <h4>{t('他们最近做了什么', 'What they did lately')}</h4>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
          <ol class="lately" tabIndex={0}>
            {others.lately.map((one) => (
              <li key={`${one.at} ${one.who} ${one.what}`}>
                <time dateTime={one.at}>
                  {shortDate(one.at)} {timeOf(one.at)}
                </time>
                <span>
                  <b>{one.who}</b> {one.what}
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
      {others.on && others.lately.length === 0 && (
        <p class="ui-note">{t('还没有人行动。推进时间看看。', 'Nobody has acted yet. Move time on.')}</p>
      )}
    </section>
  );
}
