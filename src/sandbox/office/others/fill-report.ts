import { FIELD_NAMES, REPORT_FIELDS } from '../../../domain/monthly-report.ts';
import type { Person } from '../../client/person.ts';
import { type JsonObject, objectAt, stringAt } from '../../json.ts';
import type { ReportEntry } from './errand.ts';

type Entries = ReadonlyMap<string, ReportEntry>;

/** Fills in the open page of a monthly report. False when it is no such page, or asks about nothing there is to say. */
export function fillReport(person: Person, entries: Entries): boolean {
  const fields = fieldsOf(person.modal()?.blocks ?? []);
  const known = fields.flatMap(({ id, label, number }) => {
    const entry = entries.get(number);
    return entry ? [{ id, answer: answerTo(label, entry) }] : [];
  });
  for (const { id, answer } of known) if (answer !== null) person.fill({ [id]: answer });
  return known.length > 0;
}

/** The same, but the first field of all stays as the form had it: empty, or last month's plan. */
export function fillWrongly(person: Person, entries: Entries): boolean {
  const filled = fillReport(person, entries);
  const first = fieldsOf(person.modal()?.blocks ?? []).find(({ label }) => label === FIELD_NAMES.progress);
  if (first) person.fill({ [first.id]: first.held });
  return filled;
}

interface Field {
  id: string;
  label: string;
  /** Of the proposal whose heading stands above it. */
  number: string;
  /** What the form offers to begin with. */
  held: string;
}

/** As a person reads a form: a heading names the proposal, and what follows is about it. */
function fieldsOf(blocks: readonly JsonObject[]): Field[] {
  let number = '';
  return blocks.flatMap((block) => {
    const heading = /第([^号《]+)号《/u.exec(stringAt(objectAt(block, 'text'), 'text'))?.[1];
    if (block.type === 'section' && heading !== undefined) number = heading;
    if (block.type !== 'input' || number === '') return [];
    return [
      {
        id: stringAt(block, 'block_id'),
        label: stringAt(objectAt(block, 'label'), 'text'),
        number,
        held: stringAt(objectAt(block, 'element'), 'initial_value'),
      },
    ];
  });
}

/** Null for what is left as it is. */
function answerTo(label: string, entry: ReportEntry): string | null {
  const text = REPORT_FIELDS.find((field) => FIELD_NAMES[field] === label);
  if (text) return entry[text];
  if (label === '办理阶段') return entry.stage;
  return label === '本月与委员沟通' ? entry.way : null;
}
