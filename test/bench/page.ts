import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../browser/chromium.ts';
import { middleOf } from './measure.ts';
import { npmStart } from './start.ts';

/** In milliseconds. */
export interface PageFigures {
  /** From the address to the conversation on the screen, with nothing in the cache. */
  load: number;
  /** The same for a page of one word. */
  emptyLoad: number;
  /** From a click on a message's button to the bot's answer on the screen. */
  click: number;
  /** From a POST to the sandbox to its answer. */
  post: number;
}

const LIAISON = 'U01WJJ';
const LOADS = 9;
const CLICKS = 25;

/** Medians of the sandbox's page in Chromium, beside a bot that runs as `npm start` runs it. */
export async function measurePage(dataDir: string): Promise<PageFigures> {
  const started = await npmStart(dataDir);
  const browser = await launchChromium();
  try {
    const address = `${started.url}/#as=${LIAISON}&in=dm`;
    const page = await browser.newPage();
    await page.goto(address);
    await page.getByRole('textbox', { name: '发消息' }).fill('我的待办');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '已签收，登记' }).waitFor();
    return {
      load: await loadOf(browser, address, 'article'),
      emptyLoad: await withEmptyPage((url) => loadOf(browser, url, 'paragraph')),
      click: await repeated(page, CLICK_TO_ANSWER),
      post: await repeated(page, POST_TO_ANSWER),
    };
  } finally {
    await browser.close();
    await started.stop();
  }
}

/** Until something is on the screen, each time in a window that has seen nothing yet. */
async function loadOf(browser: Browser, address: string, shown: 'article' | 'paragraph'): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < LOADS; round += 1) {
    const page = await browser.newPage();
    const start = performance.now();
    await page.goto(address);
    await page.getByRole(shown).first().waitFor();
    times.push(performance.now() - start);
    await page.close();
  }
  return middleOf(times);
}

async function withEmptyPage<Result>(work: (url: string) => Promise<Result>): Promise<Result> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<!doctype html><p>督办');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** A script that measures inside the page, so that driving the browser does not count. */
async function repeated(page: Page, script: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < CLICKS; round += 1) times.push(await page.evaluate<number>(script));
  return middleOf(times);
}

const CLICK_TO_ANSWER = `(async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const button = [...document.querySelectorAll('main article button')]
    .find((one) => one.textContent === '已签收，登记');
  while (button.ariaBusy) await frame();
  const count = () => document.querySelectorAll('main article').length;
  const before = count();
  const start = performance.now();
  button.click();
  while (count() === before) await frame();
  await frame();
  return performance.now() - start;
})()`;

const POST_TO_ANSWER = `(async () => {
  const start = performance.now();
  await fetch('/page/read', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as: '${LIAISON}', channel: 'dm' }),
  });
  return performance.now() - start;
})()`;
