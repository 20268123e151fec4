import { render } from 'preact';
import { App } from './app.tsx';
import { live } from './live.ts';

live();
render(<App />, document.body);
