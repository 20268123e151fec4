/** Everything a template needs to say something: the one door to the builders of this folder. */

export {
  actions,
  type ButtonOptions,
  button,
  context,
  divider,
  fields,
  header,
  type Message,
  type MessagePicture,
  type SectionOptions,
  section,
} from './blocks.ts';
export { fitForm, fitMessage, fitsOne } from './fit.ts';
export {
  checkboxes,
  datePicker,
  type FieldOptions,
  fileInput,
  multiSelect,
  type OptionChoice,
  radio,
  select,
  textInput,
  userSelect,
} from './input.ts';
export { plainText } from './plain-text.ts';
export { bold, cleanText, cut, escapeMrkdwn, mention } from './text.ts';
