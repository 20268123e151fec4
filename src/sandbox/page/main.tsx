import { render } from 'preact';
import { App } from './app.tsx';
import { language, speak } from './language.ts';
import { live } from './live.ts';

speak(language.value);
live();
render(<App />, document.body);
