export { Blocks, type BlocksProps } from './blocks.tsx';
export { FormDialog } from './form-dialog.tsx';
export { HomeTab } from './home-tab.tsx';
export { RichText } from './rich-text.tsx';
export type { Surface } from './surface.ts';
export { Mrkdwn, PlainText } from './text.tsx';
