import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { World } from '../support/world.ts';
import { launchChromium } from './chromium.ts';

export interface Windows {
  /** Opens the page in a window of its own, as a person at a place: `dm`, `home` or a channel's id. */
  open(world: World, person: string, place?: string, settings?: BrowserContextOptions): Promise<Page>;
  /** What went wrong in any window: scripts that failed, requests that left the machine. */
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
      const page = await context.newPage();
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('request', (request) => {
        if (!request.url().startsWith(world.sandbox.url) && !request.url().startsWith('data:'))
          faults.push(`a request to ${request.url()}`);
      });
      await page.goto(`${world.sandbox.url}/#as=${person}&in=${place}`);
      await page.getByRole('textbox').last().waitFor();
      return page;
    },
    faults: () => faults,
    close: () => browser.close(),
  };
}

/** Types into the composer and sends it, as people do. */
export async function say(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox', { name: '发消息' });
  await box.fill(text);
  await box.press('Enter');
}

/** The last message that holds these words. */
export function message(page: Page, words: string | RegExp): Locator {
  return page.getByRole('article').filter({ hasText: words }).last();
}
