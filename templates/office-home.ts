/** App Home of the desk and the managers: how things stand, what waits for the reader, and the board with its search. */

import { actions, bold, button, type Message, section, textInput } from '../src/chat/message.ts';
import type { Board, BoardRow } from '../src/domain/board.ts';
import { type BoardFilter, SEARCH_LIMIT, WHOLE_BOARD } from '../src/domain/board-query.ts';
import { DESK_TASKS, type DeskTask } from '../src/domain/desk-task.ts';
import { ACTIONS } from './actions.ts';
import {
  type BoardProps,
  boardPages,
  boardTabs,
  boardTitle,
  dutyText,
  FILTER_NAMES,
  leads,
  nothingText,
  queryInto,
  rowText,
  subjectIdOf,
  subjectTitle,
  taskText,
  totalText,
} from './board.ts';
import { type HomeProps, homeTab } from './home.ts';
import { numbersText } from './wording.ts';

export interface OfficeHomeProps extends HomeProps, BoardProps {
  /** What is said of the office where the board is not looked at; null where it is. */
  overview: OverviewProps | null;
  /** The reader is of the desk. */
  forDesk: boolean;
}

export interface OverviewProps {
  /** As managers read it on Mondays, the verdict first. */
  digest: Message;
  /** What waits for the reader's signature; null where nothing does, or the reader signs nothing (R09). */
  toSign: Message | null;
  tasks: readonly DeskTask[];
  /** Numbers of the proposals that wait for a manager's signature. */
  withManager: readonly string[];
}

export function officeHome(props: OfficeHomeProps) {
  const { board, overview, query } = props;
  const show = ACTIONS.homeShow;
  const first = button({
    text: overview ? '✓ 概况' : '概况',
    action: show,
    value: '',
    ...(overview && { style: 'primary' as const }),
  });
  const { sides, filters } = boardTabs(board, show, overview === null);
  const refresh = query
    ? leads(show, '刷新', board.query)
    : button({ text: '刷新', action: show, value: '' });
  return homeTab(
    { ...props, query: query && board.query },
    [
      actions([first, ...sides, refresh]),
      ...(overview
        ? overviewBlocks(props, overview)
        : [section(bold(totalText(board))), actions(filters), ...boardBlocks(props)]),
    ],
    overview ? null : board.duties.map((duty) => duty.rule.clause),
  );
}

/** From which figure one looks into what. */
const INTO: readonly BoardFilter[] = ['overdue', 'week', 'open'];

function overviewBlocks(props: OfficeHomeProps, { digest, toSign, tasks, withManager }: OverviewProps) {
  const { board, forDesk } = props;
  const [, ...rest] = digest.blocks;
  // The digest's first line, of any day.
  const [verdict = ''] = digest.text.split('\n', 1);
  const into = INTO.map((filter) =>
    leads(ACTIONS.homeShow, `${FILTER_NAMES[filter]} ${board.counts[filter]}`, {
      ...WHOLE_BOARD,
      side: 'unit',
      filter,
    }),
  );
  return [
    section(bold(verdict.replace(/^【周报】/u, '【概况】'))),
    actions(into),
    ...(forDesk ? deskBlocks(tasks, withManager) : (toSign?.blocks ?? [])),
    ...searchBlocks(board),
    ...rest,
  ];
}

function deskBlocks(tasks: readonly DeskTask[], withManager: readonly string[]): Message['blocks'] {
  const kinds = DESK_TASKS.map((kind) => ({ kind, same: tasks.filter((task) => task.kind === kind) }));
  const lines = [
    ...kinds.filter(({ same }) => same.length > 0).map(({ kind, same }) => taskText(kind, same)),
    ...(withManager.length > 0 ? [`已呈区府办领导签批　${numbersText(withManager)}`] : []),
  ];
  const shown = lines.length > 0 ? lines : ['没有等建议提案股办理的事项。'];
  return [
    section([bold('等建议提案股办理'), ...shown].join('\n')),
    actions([
      ...(tasks.length > 0
        ? [
            leads(ACTIONS.homeShow, '逐件查看', {
              ...WHOLE_BOARD,
              side: 'proposal',
              filter: 'desk',
            }),
            button({ text: '办理退改办', action: ACTIONS.returnList }),
          ]
        : []),
      button({ text: '电话单', action: ACTIONS.phoneShow }),
      button({ text: '预览提醒', action: ACTIONS.previewShow }),
    ]),
  ];
}

function boardBlocks(props: OfficeHomeProps): Message['blocks'] {
  const { board } = props;
  const body = board.subject ? subjectBlocks(props) : board.rows.map((row) => rowBlock(row, board));
  const empty = board.found + board.tasks.length === 0 ? [section(nothingText(board))] : [];
  return [
    ...(board.subject ? [] : searchBlocks(board)),
    section(bold(boardTitle(board))),
    ...body,
    ...empty,
    ...boardPages(board, ACTIONS.homeShow),
  ];
}

function rowBlock(row: BoardRow, board: Board) {
  const of = subjectIdOf(row.subject);
  if (!of) return section(rowText(row, board));
  const look = {
    ...leads(ACTIONS.homeShow, '查看', queryInto(board, of)),
    accessibility_label: `查看${subjectTitle(row.subject)}`.slice(0, 75),
  };
  return section(rowText(row, board), { accessory: look });
}

/** All duties of one subject as paragraphs of a few lines, with what can be done about it. */
function subjectBlocks(props: OfficeHomeProps): Message['blocks'] {
  const { board, forDesk } = props;
  const { subject, tasks } = board;
  const lines = board.duties.map((duty) => dutyText(duty, props));
  const waiting = tasks.map((task) => taskText(task.kind, [task]));
  const scope =
    subject?.kind === 'proposal'
      ? `p:${subject.proposal.number}`
      : subject?.kind === 'unit'
        ? `u:${subject.unit.id}`
        : null;
  const acts = [
    ...(subject?.kind === 'proposal'
      ? [button({ text: '全部经过', action: ACTIONS.caseShow, value: subject.proposal.number })]
      : []),
    ...(scope && forDesk ? [button({ text: '催办', action: ACTIONS.urgeShow, value: scope })] : []),
    ...(tasks.some(({ kind }) => kind === 'return') && forDesk
      ? [button({ text: '办理退改办', action: ACTIONS.returnList })]
      : []),
  ];
  return [
    ...(waiting.length > 0 ? [section([bold('等建议提案股办理'), ...waiting].join('\n'))] : []),
    ...(lines.length > 0 ? [section(lines.join('\n'))] : []),
    ...(acts.length > 0 ? [actions(acts)] : []),
  ];
}

/** Block id of the search field: another search is another field, or Slack would keep what was typed before. */
export const SEARCH_FIELD = 'search:';

function searchBlocks({ query }: Board): Message['blocks'] {
  return [
    textInput({
      id: `${SEARCH_FIELD}${query.search}`,
      label: '查找案号、题中的字或单位名称',
      placeholder: '如 12、学位、教育局',
      maxLength: SEARCH_LIMIT,
      initial: query.search,
      onEnter: ACTIONS.homeSearch,
    }),
    actions([
      button({ text: '查找', action: ACTIONS.homeFind }),
      ...(query.search === ''
        ? []
        : [leads(ACTIONS.homeShow, '清除查找', { ...query, search: '', page: 0 })]),
    ]),
  ];
}
