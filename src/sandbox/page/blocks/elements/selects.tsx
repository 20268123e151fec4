import { useEffect, useRef, useState } from 'preact/hooks';
import { type JsonObject, objectAt, objectsAt, stringAt } from '../../../json.ts';
import { t } from '../../language.ts';
import { frame } from '../../state.ts';
import { reasonOf } from '../reasons.ts';
import { type Place, useHand } from '../surface.ts';
import { channelNamed, personNamed } from '../text.tsx';
import { type Choice, type ChoiceGroup, choiceOf, groupsIn, matching } from './choices.ts';
import { Combobox } from './combobox.tsx';
import { useConfirm } from './confirm.tsx';
import { type ElementProps, useHeld, useSending } from './element.ts';
import { Trouble } from './trouble.tsx';

/** Slack's own number for a select that does not say how much must be typed. */
const LEAST_QUERY = 3;
const PAUSE_MS = 250;

/** Every menu to choose from: of options, of what the bot offers, of people, of channels; one or several of them. */
export function Select(props: ElementProps) {
  const [query, setQuery] = useState('');
  const { groups, note } = useGroups(props.place, query);
  const { place, value, control } = props;
  const { element } = place;
  const isMulti = stringAt(element, 'type').startsWith('multi_');
  const { waiting, problem, send } = useSending(place);
  const { ask, dialog } = useConfirm(element);
  const [held, setHeld] = useHeld(chosenIn(value), waiting);
  const most = typeof element.max_selected_items === 'number' ? element.max_selected_items : Infinity;
  const placeholder = stringAt(objectAt(element, 'placeholder'), 'text');

  return (
    <span class="element wide">
      <Combobox
        control={control}
        placeholder={placeholder || (isMulti ? t('可选多项', 'Choose some') : t('请选择', 'Choose one'))}
        chosen={held}
        groups={groups}
        note={note}
        most={isMulti ? most : null}
        isBusy={waiting}
        focusOnLoad={element.focus_on_load === true}
        onQuery={setQuery}
        onChoose={(chosen) =>
          ask(() => {
            setHeld(chosen);
            const values = chosen.map((choice) => choice.value);
            send(isMulti ? values : (values[0] ?? null));
          })
        }
      />
      <Trouble problem={problem} />
      {dialog}
    </span>
  );
}

function useGroups(place: Place, query: string): { groups: ChoiceGroup[]; note: string | null } {
  const { element } = place;
  const type = stringAt(element, 'type').replace(/^multi_/, '');
  const offered = useOffered(place, query, type === 'external_select');
  switch (type) {
    case 'external_select':
      return offered;
    case 'users_select':
      return { groups: matching(people(), query), note: null };
    case 'channels_select':
      return { groups: matching(channels(), query), note: null };
    default:
      return { groups: matching(groupsIn(element), query), note: null };
  }
}

function people(): ChoiceGroup[] {
  const shown = frame.value?.people ?? [];
  return [
    {
      label: '',
      choices: shown.map(({ id, name, group, title }) => ({
        value: id,
        text: name,
        description: [group, title].filter(Boolean).join(' · '),
      })),
    },
  ];
}

function channels(): ChoiceGroup[] {
  const shown = frame.value?.conversations ?? [];
  return [
    { label: '', choices: shown.map(({ id, name }) => ({ value: id, text: `#${name}`, description: '' })) },
  ];
}

/** What the bot offers for what is typed; asked for when typing pauses. */
function useOffered(
  place: Place,
  query: string,
  isExternal: boolean,
): { groups: ChoiceGroup[]; note: string | null } {
  const hand = useHand();
  const [offer, setOffer] = useState<{ query: string; groups: ChoiceGroup[]; error: string | null } | null>(
    null,
  );
  const latest = useRef(place);
  latest.current = place;
  const least = Number(place.element.min_query_length ?? LEAST_QUERY);
  const isEnough = isExternal && query.length >= least;
  useEffect(() => {
    if (!isEnough) return;
    let isStale = false;
    const asking = setTimeout(async () => {
      const answer = await hand.suggest(latest.current, query);
      if (isStale) return;
      setOffer({
        query,
        groups: answer ? groupsIn(answer as object as JsonObject) : [],
        error: answer && !answer.error ? null : reasonOf(answer?.error),
      });
    }, PAUSE_MS);
    return () => {
      isStale = true;
      clearTimeout(asking);
    };
  }, [hand, query, isEnough]);

  if (!isEnough)
    return {
      groups: [],
      note: t(`至少输入 ${least} 个字来查找`, `Type at least ${least} characters to search`),
    };
  if (offer?.query !== query) return { groups: [], note: t('正在查找…', 'Searching…') };
  return { groups: offer.groups, note: offer.error };
}

/** What a value of `state.values` says is chosen, with the words that are shown for it. */
function chosenIn(value: JsonObject | undefined): Choice[] {
  if (!value) return [];
  const one = objectAt(value, 'selected_option');
  const options = one ? [one] : objectsAt(value, 'selected_options');
  const ids = (key: string, many: string) => {
    const found = value[many];
    return [stringAt(value, key), ...(Array.isArray(found) ? found.map(String) : [])].filter(Boolean);
  };
  return [
    ...options.map(choiceOf),
    ...ids('selected_user', 'selected_users').map((id) => named(id, personNamed(id) ?? id)),
    ...ids('selected_channel', 'selected_channels').map((id) => named(id, `#${channelNamed(id) ?? id}`)),
  ];
}

function named(value: string, text: string): Choice {
  return { value, text, description: '' };
}
