import type { Person, SeenView } from '../../src/sandbox/client/person.ts';
import { loadFacts } from '../../src/store/facts.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import type { World } from './world.ts';

export function openForm(who: Person): SeenView {
  const view = who.modal();
  if (!view) throw new Error(`${who.id} has no form open`);
  return view;
}

/** The assignments whose fields stand on the open page of the report, in their order. */
export function assignmentsOn(view: SeenView): string[] {
  return view.blocks.flatMap((block) => {
    const id = String(block.block_id);
    return id.startsWith('progress/') ? [id.slice('progress/'.length)] : [];
  });
}

/** What the text field of the open form holds. */
export function typedIn(view: SeenView, field: string): string {
  const [state] = Object.values(view.values[field] ?? {});
  return typeof state?.value === 'string' ? state.value : '';
}

/** Fills the open page: each proposal's progress, problems and plan, with words that name the month. */
export function fillPage(who: Person, month: string): Person {
  for (const id of assignmentsOn(openForm(who))) {
    who.fill({
      [`progress/${id}`]: `${month}已开展调研，召开座谈会`,
      [`problems/${id}`]: '无',
      [`plan/${id}`]: `${month}之后与委员面对面沟通`,
    });
  }
  return who;
}

/** A unit's assignment to a proposal. */
export async function assignmentOf(world: World, unitName: string, number: string): Promise<string> {
  const facts = await loadFacts(world.storage.db, (await ensureOffice(world.storage.db)).id);
  const unit = facts.units.find(({ name }) => name === unitName);
  const proposal = facts.proposals.find((one) => one.number === number);
  const found = facts.assignments.find((one) => one.unitId === unit?.id && one.proposalId === proposal?.id);
  if (!found) throw new Error(`${unitName} does not hold proposal ${number}`);
  return found.id;
}
