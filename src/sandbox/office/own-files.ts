import { addDays, MissingHolidaysError, yearOf } from '../../domain/calendar.ts';
import type { Notice } from '../../domain/notice.ts';
import type { Roster } from '../../domain/roster.ts';
import { UserError } from '../../errors.ts';
import { type ImportFault, missingRoles, readImportFiles } from '../../import-files.ts';
import { rulesFrom } from '../../office.ts';
import type { OfficeAnswer } from '../page-server/contract.ts';
import type { Beginning, OfficeFiles, StageOwnFiles } from '../stage.ts';
import { morningOf } from './beginning.ts';
import { template } from './furnish.ts';

/** Days between the assignment and the morning on which a story begins: the bot meets an office at work. */
const DAYS_BEFORE = 9;

/** One's own office instead of the sample: its files are read as the import reads them, by themselves. */
export function ownFilesOf({
  startAgain,
}: {
  startAgain(beginning: Beginning): Promise<void>;
}): StageOwnFiles {
  return {
    check: async (files) => (await examine(files)).answer,

    async begin(files) {
      const { answer, from } = await examine(files);
      if (!answer.ok || !from) return answer;
      try {
        await startAgain({ files, from });
        return answer;
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        return { ...answer, ok: false, problems: [problem(error.message)] };
      }
    },

    sample: async (kind) => ({ ...(await template(SAMPLES[kind].path)), name: SAMPLES[kind].name }),
  };
}

const SAMPLES = {
  roster: { path: 'sample-office/roster.csv', name: '花名册样例.csv' },
  proposals: { path: 'sample-office/proposals.csv', name: '提案样例.csv' },
} as const;

/** What is in the files and what is wrong with them; `from` is when their story begins. */
async function examine(files: OfficeFiles): Promise<{ answer: OfficeAnswer; from: Date | null }> {
  const { notice, roster, proposals, faults } = await readImportFiles({
    notice: await template('notices/maonan-2022-3.yaml'),
    ...told(files),
  });
  const { from, missing } = notice ? beginningOf(notice) : { from: null, missing: null };
  const problems = [
    ...faults.map(({ file, row, column, message }: ImportFault) => ({ file, line: row, column, message })),
    ...(missing === null ? [] : [problem(missing)]),
  ];
  const summary = [
    ...(notice ? [`通知：${notice.number}，${notice.assigned}交办，${notice.closes}结束。`] : []),
    ...(roster ? [rosterText(roster)] : []),
    ...(proposals ? [`提案：${proposals.length}件。`] : []),
    ...(roster ? missingRoles(roster.members).map((warning) => `注意：${warning}`) : []),
  ];
  return { answer: { ok: problems.length === 0, summary, problems }, from };
}

/** Two files of one name are told apart by what they are. */
function told(files: OfficeFiles): OfficeFiles {
  if (files.roster.name !== files.proposals.name) return files;
  const named = (what: string, file: OfficeFiles['roster']) => ({ ...file, name: `${what} ${file.name}` });
  return { ...files, roster: named('花名册', files.roster), proposals: named('提案', files.proposals) };
}

/** When a year under the notice begins, or what keeps it from beginning. */
function beginningOf(notice: Notice): { from: Date | null; missing: string | null } {
  const { calendar } = rulesFrom(notice);
  for (const year of [yearOf(notice.assigned), yearOf(notice.closes)])
    if (!calendar.knows(year)) return { from: null, missing: new MissingHolidaysError(year).message };
  return { from: morningOf(calendar.onOrAfter(addDays(notice.assigned, DAYS_BEFORE))), missing: null };
}

function rosterText({ units, members }: Roster): string {
  const roles = [
    ['liaison', '联络员'],
    ['deputy', '副联络员'],
    ['desk', '股内人员'],
    ['manager', '区府办领导'],
  ].map(([role, name]) => `${name}${members.filter((member) => member.role === role).length}名`);
  return `花名册：${units.length}个单位，${roles.join('、')}。`;
}

function problem(message: string): OfficeAnswer['problems'][number] {
  return { file: '', line: null, column: null, message };
}
