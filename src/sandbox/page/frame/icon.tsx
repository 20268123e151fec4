const PATHS = {
  menu: 'M3 5h14M3 10h14M3 15h14',
  close: 'M5 5l10 10M15 5L5 15',
  search: 'M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M13.2 13.2L17 17',
  message: 'M3.5 4.5h13v9h-7l-3.5 3v-3H3.5z',
  home: 'M3.5 9L10 3.5 16.5 9M5.5 8v8.5h9V8',
  hash: 'M8 3L6.5 17M13.5 3L12 17M3.5 7.5h13M3 12.5h13',
  lock: 'M4.5 9h11v8h-11zM7 9V6.5a3 3 0 0 1 6 0V9',
  send: 'M3.5 10L17 3.5 12.5 17l-3-5.5z',
  attach: 'M14.5 9.5L9 15a3.2 3.2 0 0 1-4.5-4.5l6-6a2.2 2.2 0 0 1 3.1 3.1l-5.8 5.8a1 1 0 0 1-1.5-1.5l5-5',
  more: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  reply: 'M8 5L3.5 9.5 8 14M4 9.5h7.5a5 5 0 0 1 5 5V16',
  down: 'M10 4v11M5 10.5l5 5 5-5',
  people:
    'M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6M2.5 16.5c0-3 2-5 5-5s5 2 5 5M13 4a2.8 2.8 0 0 1 0 5.5M14.5 12c2 .6 3 2.3 3 4.5',
  file: 'M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5',
  download: 'M10 3v9M6 8.5l4 4 4-4M4 16.5h12',
  calendar: 'M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3.5M13 3v3.5',
  scenes: 'M4 3.5l12 6.5-12 6.5z',
  inspector: 'M7 5.5L2.5 10 7 14.5M13 5.5l4.5 4.5-4.5 4.5',
  office: 'M10 13V4M6 7.5L10 3.5l4 4M4 13v3.5h12V13',
  warning: 'M10 3.5L2.5 16.5h15zM10 8.5v4M10 14.5h.01',
  help: 'M7.5 7.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M10 14.5h.01M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15',
  sun: 'M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1',
  moon: 'M16.5 11.5A7 7 0 0 1 8.5 3.5a7 7 0 1 0 8 8z',
  system: 'M10 3a7 7 0 1 0 0 14zM10 3a7 7 0 0 1 0 14',
} as const;

export type IconName = keyof typeof PATHS;

/** A line drawing in the colour of the text; it says nothing to a screen reader. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 20 20"
      width="20"
      height="20"
      fill={name === 'system' ? 'currentColor' : 'none'}
      stroke="currentColor"
      stroke-width={name === 'more' ? '2.4' : '1.6'}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
