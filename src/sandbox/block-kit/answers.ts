import { type JsonObject, objectAt, objectsAt, stringAt } from '../json.ts';
import { elementsOf, optionsOf } from './walk.ts';

/** What a person puts into one element: typed text, a date, the value or label of a choice, or several of them. */
export type Answer = string | string[] | null;

/** `state.values` of a surface: block id, then action id, then the element's value in Slack's shape for its type. */
export type Values = { [blockId: string]: { [actionId: string]: JsonObject } };

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

/** The answer in the shape that `state.values` and actions carry for this type of element. @throws Error on an answer it cannot take */
export function valueFor(element: JsonObject, answer: Answer): JsonObject {
  const type = stringAt(element, 'type');
  const one = Array.isArray(answer) ? (answer[0] ?? null) : answer === '' ? null : answer;
  const many = Array.isArray(answer) ? answer : answer === null || answer === '' ? [] : [answer];
  switch (type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return { type, value: one };
    case 'static_select':
    case 'radio_buttons':
    case 'overflow':
      return { type, selected_option: one === null ? null : optionFor(element, one) };
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: many.map((choice) => optionFor(element, choice)) };
    case 'datepicker':
      return { type, selected_date: one };
    case 'timepicker':
      return { type, selected_time: one };
    case 'users_select':
      return { type, selected_user: one };
    case 'multi_users_select':
      return { type, selected_users: many };
    case 'channels_select':
      return { type, selected_channel: one };
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
  if (typeof mostItems === 'number' && objectsAt(value, 'selected_options').length > mostItems)
    return `最多选 ${mostItems} 项`;
  if (value.type === 'number_input' && text) return numberRefusal(element, text);
  if (value.type === 'email_text_input' && text && !/^\S+@\S+\.\S+$/.test(text))
    return '请输入有效的邮箱地址';
  if (value.type === 'url_text_input' && text && !URL.canParse(text)) return '请输入有效的网址';
  return null;
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
      return { type, selected_option: objectAt(element, 'initial_option') ?? null };
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: objectsAt(element, 'initial_options') };
    case 'multi_users_select':
      return { type, selected_users: element.initial_users ?? [] };
    default: {
      const initial = ['initial_value', 'initial_date', 'initial_time', 'initial_user', 'initial_channel']
        .map((key) => stringAt(element, key))
        .find(Boolean);
      return valueFor(element, initial ?? null);
    }
  }
}

function optionFor(element: JsonObject, choice: string): JsonObject {
  const options = optionsOf(element);
  const found =
    options.find((option) => option.value === choice) ??
    options.find((option) => stringAt(objectAt(option, 'text'), 'text') === choice);
  if (found) return found;
  const known = options.map((option) => stringAt(objectAt(option, 'text'), 'text')).join(', ');
  throw new Error(`There is no choice "${choice}"; the choices are: ${known}`);
}
