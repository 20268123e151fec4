import type { Person, SeenView } from '../../src/sandbox/client/person.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { csv, proposalsFile, rosterFile } from './office.ts';
import { onPage, placeOf, type Target } from './story.ts';

/** Opens the tab and gives what it shows, once it says some words. */
export async function openHome(sandbox: Sandbox, who: Person, words = ''): Promise<SeenView> {
  who.openHome();
  return sandbox.until(`a Home tab that says “${words}”`, () => {
    const home = who.home();
    return home?.shown.includes(words) ? home : null;
  });
}

/** What a click on the tab makes of it. */
export async function pressHome(
  sandbox: Sandbox,
  who: Person,
  target: Target,
  answer: string | null = null,
): Promise<SeenView> {
  const before = shownNow(who);
  await clickHome(who, target, sandbox, answer);
  return sandbox.until(`what the click on ${JSON.stringify(target)} makes of the Home tab`, () => {
    const now = who.home();
    return now && JSON.stringify(now.blocks) !== before ? now : null;
  });
}

/** A click, whatever comes of it. */
export async function clickHome(
  who: Person,
  target: Target,
  sandbox: Sandbox,
  answer: string | null = null,
): Promise<void> {
  const gesture =
    typeof target === 'string'
      ? await who.click('home', target, answer)
      : await onPage(sandbox, 'act', {
          as: who.id,
          surface: { kind: 'home' },
          answer,
          ...placeOf(homeOf(who), target),
        });
  if (!gesture.ok) throw new Error(`the click on ${JSON.stringify(target)} ended with ${gesture.error}`);
}

/** @throws Error when the bot has published none */
export function homeOf(who: Person): SeenView {
  const home = who.home();
  if (!home) throw new Error(`${who.id} has no Home tab`);
  return home;
}

function shownNow(who: Person): string | null {
  const home = who.home();
  return home && JSON.stringify(home.blocks);
}

/** The sample office grown to 100 units and 1,000 proposals, with the people of the sample. */
export async function largeOfficeFiles() {
  const [roster, proposals] = await Promise.all([rosterFile(), proposalsFile()]);
  const units = Array.from({ length: 65 }, (_, index) => `新增单位${index + 1}`);
  const person = (index: number) =>
    `联络员${index},1390000${String(index).padStart(4, '0')},new${index}@example.com`;
  const rows = units.map((unit, index) => `,${unit},,职能,地址,0668-0001234,${person(index)},,,,,,领导`);
  const cases = Array.from(
    { length: 939 },
    (_, index) =>
      `${index + 62},关于第${index + 62}项工作的提案,提案,委员,${units[index % 65]},,,${units[(index + 7) % 65]},2022-03-28,`,
  );
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trimEnd();
  return {
    roster: csv(roster.name, text(roster.bytes), ...rows),
    proposals: csv(proposals.name, text(proposals.bytes), ...cases),
  };
}
