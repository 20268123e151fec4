import { signal } from '@preact/signals';
import type { Words } from '../page-server/contract.ts';

export type Language = 'zh' | 'en';

const KEPT = 'duban.language';

/** The language of the page's own words; what the bot and people say stays as it is. */
export const language = signal<Language>(localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh');

export function speak(chosen: Language): void {
  language.value = chosen;
  localStorage.setItem(KEPT, chosen);
  document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en';
}

/** The words in the page's language: `t('发送', 'Send')`. Read inside a component, it follows the switch. */
export function t(zh: string, en: string): string {
  return language.value === 'zh' ? zh : en;
}

export function inWords({ zh, en }: Words): string {
  return t(zh, en);
}
