export { Panel, titleOf } from './panel.tsx';
export { TimeBar } from './time-bar.tsx';
