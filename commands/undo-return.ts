import type { ReturnState } from '../src/domain/return-request.ts';
import { firstState } from '../src/domain/return-request.ts';
import type { UndoKind } from '../src/domain/undo.ts';
import { UserError } from '../src/errors.ts';
import { lockAssignment } from '../src/store/assign.ts';
import {
  liveRequests,
  moveRequest,
  type RequestView,
  type ReturnRequestRow,
  requestView,
} from '../src/store/return-requests.ts';
import { plainAnswer } from '../templates/answers.ts';
import { KIND_TEXT } from '../templates/return-request.ts';
import type { Call } from './call.ts';
import { askConsent } from './return-consent.ts';
import { tellOutcome } from './return-outcome.ts';
import { settledText } from './return-settled.ts';

interface Step {
  from: ReturnState;
  change: Partial<Omit<ReturnRequestRow, 'id' | 'officeId' | 'assignmentId'>>;
}

/** Goes one step of a return request back. It counts from when it was made, so no date is looked at again (R08). */
export async function undoReturn(
  call: Call,
  kind: Exclude<UndoKind, 'registration' | 'urge' | 'snooze' | 'assign' | 'hard' | 'delivery'>,
  id: string,
  why: string,
): Promise<{ refresh: string[]; deliver: string[] }> {
  const view = await requestView(call.tx, call.office.id, id);
  if (!view) throw new UserError('没有找到这份申请，可能名册或提案已变动。');
  const { assignment, proposal } = view;
  // One live request an assignment: whoever makes another one at this moment waits.
  await lockAssignment(call.tx, assignment.id);
  const live = await liveRequests(call.tx, call.office.id, { proposalId: proposal.id });
  if (live.some((one) => one.assignment.id === assignment.id && one.request.id !== id))
    throw new UserError(`第${proposal.number}号${view.unit}已另有申请在办理，不能恢复这一份。`);
  const { from, change } = stepBack(view, kind);
  if (!(await moveRequest(call.tx, id, [from], change))) throw new UserError(await settledText(call, id));
  return {
    refresh: [assignment.unitId],
    deliver: await tellBoth(call, id, kind, why),
  };
}

function stepBack({ request, assignment, leader }: RequestView, kind: UndoKind): Step {
  const reopened = { closedAt: null } as const;
  switch (kind) {
    case 'return-signed':
      return { from: 'signed', change: { state: 'submitted', signedBy: null, signedAt: null } };
    case 'return-consented':
      return {
        from: 'open',
        change: { state: 'awaiting-consent', consentBy: null, consentAt: null },
      };
    case 'return-objected':
      return {
        from: 'refused',
        change: {
          ...reopened,
          state: firstState(assignment.role, leader !== null),
          consentBy: null,
          consentAt: null,
          consentWhy: null,
        },
      };
    case 'return-refused':
      return {
        from: 'refused',
        change: { ...reopened, state: askedState(request, assignment.role, leader !== null), ...NO_DESK },
      };
    default:
      return {
        from: 'withdrawn',
        change: { ...reopened, state: askedState(request, assignment.role, leader !== null) },
      };
  }
}

const NO_DESK = { deskBy: null, deskAt: null, deskWhy: null } as const;

/** Before the desk decided: with the lead unit, unless it has consented. */
function askedState(
  request: ReturnRequestRow,
  role: RequestView['assignment']['role'],
  isLed: boolean,
): ReturnState {
  return request.consentAt ? 'open' : firstState(role, isLed);
}

/** The asking unit learns that its request lives again; the lead unit is asked anew where it has to answer. */
async function tellBoth(call: Call, id: string, kind: UndoKind, why: string): Promise<string[]> {
  const view = await requestView(call.tx, call.office.id, id);
  if (!view) return [];
  const { deliver: asked } = await askConsent(call, [view]);
  if (kind !== 'return-refused' && kind !== 'return-objected') return asked;
  const text = `【更正】第${view.proposal.number}号的${KIND_TEXT[view.request.kind]}申请恢复办理，此前“不同意”的答复已撤销。原因：${why}。`;
  return [...asked, ...(await tellOutcome(call, view, () => plainAnswer(text)))];
}
