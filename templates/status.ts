/** `status 进度`: the desk and managers ask where things stand: one page of the board, as a message. */

import { actions, bold, context, escapeMrkdwn, type Message, section } from '../src/chat/message.ts';
import type { Figures } from '../src/domain/figures.ts';
import { ACTIONS } from './actions.ts';
import {
  type BoardProps,
  boardPages,
  boardTabs,
  boardTitle,
  dutyText,
  nothingText,
  rowText,
  taskText,
  totalText,
} from './board.ts';
import { tallyText } from './report-tally.ts';
import { riskText } from './risk-lines.ts';
import { clauseLine } from './wording.ts';

export interface StatusProps extends BoardProps {
  /** Shown below the duties of the whole office; null elsewhere. */
  figures: Pick<Figures, 'reports' | 'risks'> | null;
}

const RISKS_SHOWN = 5;

export function statusMessage(props: StatusProps): Message {
  const { notice, board, figures } = props;
  const first = board.subject ? `【进度】${boardTitle(board)}` : totalText(board);
  const title = board.subject ? '' : boardTitle(board);
  const lines = board.subject
    ? [
        ...board.tasks.map((task) => `请股里办理：${taskText(task.kind, [task])}`),
        ...board.duties.map((duty) => dutyText(duty, props)),
      ]
    : board.rows.map((row) => rowText(row, board));
  const shown = lines.length > 0 ? lines : [nothingText(board)];
  const reports = figures?.reports ? [tallyText(figures.reports)] : [];
  const risks = figures ? riskLines(figures) : [];
  const { sides, filters } = boardTabs(board, ACTIONS.statusView);
  const clauses = clauseLine(
    notice,
    board.duties.map((duty) => duty.rule.clause),
  );
  return {
    text: [bold(first), escapeMrkdwn(title), ...shown, ...reports, ...risks].filter(Boolean).join('\n'),
    blocks: [
      section(bold(first)),
      section([bold(title), ...shown].filter(Boolean).join('\n')),
      ...reports.map((line) => section(line)),
      ...(risks.length > 0 ? [section([bold('风险'), ...risks].join('\n'))] : []),
      actions(sides),
      actions(filters),
      ...boardPages(board, ACTIONS.statusView),
      context(clauses),
    ],
  };
}

function riskLines({ risks }: Pick<Figures, 'risks'>): string[] {
  const more = risks.length > RISKS_SHOWN ? [`还有${risks.length - RISKS_SHOWN}处`] : [];
  return [...risks.slice(0, RISKS_SHOWN).map(riskText), ...more];
}
