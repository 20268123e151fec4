import { endingOf } from '../file-types.ts';
import { type JsonObject, objectAt, objectsAt, stringAt } from '../json.ts';
import { escapeText } from './plain-text.ts';
import { typedText } from './typed-text.ts';
import { elementsOf, optionsOf } from './walk.ts';

/** What a person puts into one element: typed text, a date, Unix seconds, the value or label of a choice, the id of a file, or several of them. */
export type Answer = string | string[] | null;

/** `state.values` of a surface: block id, then action id, then the element's value in Slack's shape for its type. */
export type Values = { [blockId: string]: { [actionId: string]: JsonObject } };

/** What a `file_input` takes that does not say how many. */
const MOST_FILES = 10;

const STATELESS = new Set(['button', 'overflow', 'image']);

/** The values of a surface nobody has touched; `kept` are values typed before an update, kept for the same ids and type. */
export function initialValues(blocks: JsonObject[], kept: Values = {}): Values {
  const values: Values = {};
  for (const block of blocks)
    for (const { element } of elementsOf(block)) {
      if (STATELESS.has(stringAt(element, 'type'))) continue;
      const [blockId, actionId] = [stringAt(block, 'block_id'), stringAt(element, 'action_id')];
      const before = kept[blockId]?.[actionId];
      const value = before && before.type === element.type ? before : initialValue(element);
      values[blockId] = { ...values[blockId], [actionId]: value };
    }
  return values;
}

/**
 * The answer in the shape that `state.values` and actions carry for this type of element.
 * @param held what can be chosen that the element itself does not list: options the bot offered, files put in
 * @throws Error on an answer it cannot take
 */
export function valueFor(element: JsonObject, answer: Answer, held: JsonObject[] = []): JsonObject {
  const type = stringAt(element, 'type');
  const one = Array.isArray(answer) ? (answer[0] ?? null) : answer === '' ? null : answer;
  const many = Array.isArray(answer) ? answer : answer === null || answer === '' ? [] : [answer];
  switch (type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return { type, value: one };
    case 'rich_text_input':
      return { type, ...(one !== null && { rich_text_value: richTextOf(one) }) };
    case 'static_select':
    case 'radio_buttons':
    case 'overflow':
    case 'external_select': {
      const options = [...optionsOf(element), ...held];
      return { type, selected_option: one === null ? null : optionFor(options, one) };
    }
    case 'multi_static_select':
    case 'checkboxes':
    case 'multi_external_select': {
      const options = [...optionsOf(element), ...held];
      return { type, selected_options: many.map((choice) => optionFor(options, choice)) };
    }
    case 'file_input':
      return { type, files: many.flatMap((id) => held.filter((file) => file.id === id).slice(0, 1)) };
    case 'datepicker':
      return { type, selected_date: one };
    case 'timepicker':
      return { type, selected_time: one };
    case 'datetimepicker':
      return { type, selected_date_time: one === null ? null : secondsIn(one) };
    case 'users_select':
      return { type, selected_user: one };
    case 'multi_users_select':
      return { type, selected_users: many };
    case 'channels_select':
      return { type, selected_channel: one };
    case 'multi_channels_select':
      return { type, selected_channels: many };
    default:
      throw new Error(`An element of type ${type} takes no answer`);
  }
}

/** Whether a person left the element empty, as Slack's own form decides it before it lets a form go. */
export function isEmpty(value: JsonObject): boolean {
  return Object.entries(value).every(
    ([key, one]) => key === 'type' || one === null || one === '' || (Array.isArray(one) && one.length === 0),
  );
}

/** Why Slack's form would not let this value go, or null. */
export function refusal(element: JsonObject, value: JsonObject): string | null {
  const text = stringAt(value, 'value');
  const [least, most, mostItems] = [element.min_length, element.max_length, element.max_selected_items];
  if (text && typeof least === 'number' && text.length < least) return `至少输入 ${least} 个字`;
  if (typeof most === 'number' && text.length > most) return `最多输入 ${most} 个字`;
  if (value.type === 'plain_text_input' && text.length > 3000) return '最多输入 3000 个字';
  if (
    typeof mostItems === 'number' &&
    Object.values(value).some((one) => Array.isArray(one) && one.length > mostItems)
  )
    return `最多选 ${mostItems} 项`;
  if (value.type === 'file_input') return fileRefusal(element, objectsAt(value, 'files'));
  if (value.type === 'number_input' && text) return numberRefusal(element, text);
  if (value.type === 'email_text_input' && text && !/^\S+@\S+\.\S+$/.test(text))
    return '请输入有效的邮箱地址';
  if (value.type === 'url_text_input' && text && !URL.canParse(text)) return '请输入有效的网址';
  return null;
}

function fileRefusal(element: JsonObject, files: JsonObject[]): string | null {
  const most = typeof element.max_files === 'number' ? element.max_files : MOST_FILES;
  if (files.length > most) return `最多放 ${most} 个文件`;
  if (!Array.isArray(element.filetypes)) return null;
  const endings = element.filetypes.map((ending) => endingOf(`.${String(ending)}`));
  const wrong = files.find((file) => !endings.includes(endingOf(stringAt(file, 'name'))));
  return wrong ? `不收这种文件，只收 ${element.filetypes.join('、')}` : null;
}

function numberRefusal(element: JsonObject, text: string): string | null {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return '请输入数字';
  if (element.is_decimal_allowed === false && text.includes('.')) return '请输入整数';
  if (element.min_value && Number(text) < Number(element.min_value)) return `不能小于 ${element.min_value}`;
  if (element.max_value && Number(text) > Number(element.max_value)) return `不能大于 ${element.max_value}`;
  return null;
}

function initialValue(element: JsonObject): JsonObject {
  const type = stringAt(element, 'type');
  switch (type) {
    case 'static_select':
    case 'radio_buttons':
    case 'external_select':
      return { type, selected_option: objectAt(element, 'initial_option') ?? null };
    case 'multi_static_select':
    case 'checkboxes':
    case 'multi_external_select':
      return { type, selected_options: objectsAt(element, 'initial_options') };
    case 'rich_text_input': {
      const initial = objectAt(element, 'initial_value');
      return { type, ...(initial && { rich_text_value: initial }) };
    }
    case 'multi_users_select':
      return { type, selected_users: element.initial_users ?? [] };
    case 'multi_channels_select':
      return { type, selected_channels: element.initial_channels ?? [] };
    case 'datetimepicker':
      return { type, selected_date_time: element.initial_date_time ?? null };
    default: {
      const initial = ['initial_value', 'initial_date', 'initial_time', 'initial_user', 'initial_channel']
        .map((key) => stringAt(element, key))
        .find(Boolean);
      return valueFor(element, initial ?? null);
    }
  }
}

function richTextOf(typed: string): JsonObject {
  const { block_id: _, ...rich } = typedText(escapeText(typed));
  return rich;
}

/** @throws Error when it is no time stamp of ten digits */
function secondsIn(answer: string): number {
  if (!/^\d{10}$/.test(answer)) throw new Error(`"${answer}" is no UNIX timestamp`);
  return Number(answer);
}

function optionFor(options: JsonObject[], choice: string): JsonObject {
  const found =
    options.find((option) => option.value === choice) ??
    options.find((option) => stringAt(objectAt(option, 'text'), 'text') === choice);
  if (found) return found;
  const known = options.map((option) => stringAt(objectAt(option, 'text'), 'text')).join(', ');
  throw new Error(`There is no choice "${choice}"; the choices are: ${known}`);
}
