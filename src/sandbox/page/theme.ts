import { effect, signal } from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';

const KEPT = 'duban.theme';
const kept = localStorage.getItem(KEPT);

export const theme = signal<Theme>(kept === 'light' || kept === 'dark' ? kept : 'system');

/** Keeps the choice, and lets the page follow it. */
effect(() => {
  localStorage.setItem(KEPT, theme.value);
  document.documentElement.style.colorScheme = theme.value === 'system' ? 'light dark' : theme.value;
});
