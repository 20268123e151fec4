import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';

/** On a busy machine a browser takes its time; nothing waits longer than it has to. */
const PATIENCE_MS = 60_000;

/** Whatever has a page to look at: a whole world with its bot, or a bare workspace. */
export interface Shown {
  sandbox: { url: string };
}

export interface Windows {
  /** Opens the page in a window of its own, as a person at a place: `dm`, `home` or a channel's id. */
  open(world: Shown, person: string, place?: string, settings?: BrowserContextOptions): Promise<Page>;
  /** What went wrong in any window: scripts that failed, requests that left the machine or were kept from it. */
  faults(): readonly string[];
  close(): Promise<void>;
}

/** A browser for one test file. Every window is a stranger to the others, as on two desks. */
export async function openWindows(): Promise<Windows> {
  const browser = await launchChromium();
  const faults: string[] = [];
  return {
    async open(world, person, place = 'dm', settings = {}) {
      const context = await browser.newContext({
        locale: 'zh-CN',
        viewport: { width: 1440, height: 900 },
        ...settings,
      });
      // The first visit's hint has a test of its own.
      await context.addInitScript("localStorage.setItem('duban.welcomed', 'yes')");
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (line) => {
        if (line.text().includes('Content Security Policy')) faults.push(line.text());
      });
      page.on('request', (request) => {
        if (!request.url().startsWith(world.sandbox.url) && !request.url().startsWith('data:'))
          faults.push(`a request to ${request.url()}`);
      });
      await page.goto(`${world.sandbox.url}/#as=${person}&in=${place}`);
      await page.getByRole('main').getByRole('heading', { level: 2 }).first().waitFor();
      return page;
    },
    faults: () => faults,
    close: () => browser.close(),
  };
}

/** The box in which the person at the page writes to the conversation. */
export function composer(page: Page): Locator {
  return page.getByRole('main').getByRole('textbox', { name: '发消息' });
}

/** Types into the composer and sends it with the button: Enter would take what a command is completed with. */
export async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await page.getByRole('main').getByRole('button', { name: '发送', exact: true }).click();
}

/** The last message of the conversation that holds these words. */
export function message(page: Page, words: string | RegExp): Locator {
  return page.getByRole('main').getByRole('article').filter({ hasText: words }).last();
}
