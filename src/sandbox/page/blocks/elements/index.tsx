import './elements.css';
import { stringAt } from '../../../json.ts';
import { Unknown } from '../unknown.tsx';
import { Boxes } from './boxes.tsx';
import { Button } from './button.tsx';
import type { ElementProps } from './element.ts';
import { Files } from './files.tsx';
import { Overflow } from './overflow.tsx';
import { Picker } from './picker.tsx';
import { Select } from './selects.tsx';
import { Typed } from './typed.tsx';

/** One element that a person can use. */
export function Element(props: ElementProps) {
  const type = stringAt(props.place.element, 'type');
  switch (type) {
    case 'button':
      return <Button {...props} />;
    case 'overflow':
      return <Overflow {...props} />;
    case 'static_select':
    case 'external_select':
    case 'users_select':
    case 'channels_select':
    case 'multi_static_select':
    case 'multi_external_select':
    case 'multi_users_select':
    case 'multi_channels_select':
      return <Select {...props} />;
    case 'checkboxes':
    case 'radio_buttons':
      return <Boxes {...props} />;
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return <Picker {...props} />;
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return <Typed {...props} />;
    case 'file_input':
      return <Files {...props} />;
    default:
      return <Unknown type={type} />;
  }
}
