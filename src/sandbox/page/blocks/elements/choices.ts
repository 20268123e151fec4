import { type JsonObject, objectAt, objectsAt, stringAt } from '../../../json.ts';

/** Something that can be chosen in a list. */
export interface Choice {
  value: string;
  text: string;
  description: string;
}

/** Choices that stand together; the label of a list without groups is empty. */
export interface ChoiceGroup {
  label: string;
  choices: Choice[];
}

/** The choices that an element, or an answer of the bot, brings along. */
export function groupsIn(lists: JsonObject): ChoiceGroup[] {
  const groups = [...objectsAt(lists, 'option_groups'), ...objectsAt(lists, 'groups')];
  const options = objectsAt(lists, 'options');
  return [
    ...(options.length > 0 ? [{ label: '', choices: options.map(choiceOf) }] : []),
    ...groups.map((group) => ({
      label: stringAt(objectAt(group, 'label'), 'text'),
      choices: objectsAt(group, 'options').map(choiceOf),
    })),
  ];
}

export function choiceOf(option: JsonObject): Choice {
  return {
    value: stringAt(option, 'value'),
    text: stringAt(objectAt(option, 'text'), 'text'),
    description: stringAt(objectAt(option, 'description'), 'text'),
  };
}

/** The groups with the choices that have every typed word in them; empty groups are left out. */
export function matching(groups: ChoiceGroup[], query: string): ChoiceGroup[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return groups
    .map(({ label, choices }) => ({
      label,
      choices: choices.filter(({ text, description }) =>
        words.every((word) => `${text}\n${description}\n${label}`.toLowerCase().includes(word)),
      ),
    }))
    .filter(({ choices }) => choices.length > 0);
}
