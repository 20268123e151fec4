import { ACTIONS, FORMS } from '../templates/actions.ts';
import { openReport, placeReport, sendReport } from './actions/report-form.ts';
import { chooseSign, dismiss, showMine, signAll, signNumbers, signOne } from './actions/sign-buttons.ts';
import { approve, sendBackReturn, sendSendBack, signReturns } from './approve.ts';
import { assign, openAssign, sendAssign } from './assign.ts';
import { sendFiles } from './attachments.ts';
import type { Act, Command } from './call.ts';
import { showCase, story } from './case.ts';
import { contact, openContact, recordContactLine, sendContact } from './contact.ts';
import { digest, digestMore, digestTurn } from './digest.ts';
import { done, explain, sendDone, sendExplain } from './done.ts';
import { draft, makeDraft } from './draft.ts';
import { exporting } from './export.ts';
import { form, openForm, recordForm, sendForm } from './form.ts';
import { formalReply, openReply, sendReply } from './formal-reply.ts';
import { group } from './group.ts';
import { hard, openHardMark, sendHardMark } from './hard.ts';
import { agreeToHard, openHardAsk, refuseHard, sendHardAsk, sendHardRefusal } from './hard-request.ts';
import { createHelp } from './help.ts';
import { searchHome, turnHome } from './home.ts';
import { confirmImport, dropImport, importing } from './import.ts';
import { showLeaders, tellLeader } from './leader.ts';
import { back, endLeave, leave, openLeave, sendLeave } from './leave.ts';
import { letter, showLetter } from './letter.ts';
import { liaison, openLiaison, sendLiaison } from './liaison.ts';
import { mine } from './mine.ts';
import { openOpinion, opinion, sendOpinion } from './opinion.ts';
import { phone, turnPhone } from './phone.ts';
import { cancelPlanned, holdPlanned, preview, releasePlanned, turnPreview } from './preview.ts';
import { openProfile, profile, sendProfile } from './profile.ts';
import { openRecords, report } from './report.ts';
import { openVersion } from './report-records.ts';
import {
  askAgain,
  carryOutReturns,
  proposeReturn,
  recordConsent,
  refuseReturn,
  sendProposal,
  sendRefusal,
  showRequests,
  submitReturns,
} from './requests.ts';
import { giveBack, openReturn, sendReturn, withdraw } from './return.ts';
import { agreeToReturn, objectToReturn, sendObjection } from './return-consent.ts';
import { openSendback, sendback, sendSendback } from './sendback.ts';
import { sign } from './sign.ts';
import { openSnooze, sendSnooze, snooze } from './snooze.ts';
import { status, turnStatus } from './status.ts';
import { openSummary, sendSummary, showSummary, summary, turnSummaries } from './summary.ts';
import { listUndo, openUndo, sendUndo, undo } from './undo.ts';
import { openPhone, sendPhone, showUrge, urge, urgeDuties } from './urge.ts';
import { openWaive, sendWaive, waive } from './waive-contact.ts';

export const help = createHelp(() => commands);

/** Everything people can ask by typing, in the order in which help shows it. */
export const commands: readonly Command[] = [
  mine,
  sign,
  report,
  done,
  contact,
  opinion,
  formalReply,
  explain,
  snooze,
  form,
  summary,
  giveBack,
  approve,
  hard,
  sendback,
  waive,
  status,
  digest,
  story,
  urge,
  letter,
  draft,
  exporting,
  assign,
  undo,
  phone,
  profile,
  liaison,
  leave,
  back,
  preview,
  group,
  importing,
  help,
];

/** Slash commands that Slack knows: /duban takes a verb, /yuebao is the report. */
export const SLASH_COMMANDS: Readonly<Record<string, Command | null>> = { '/duban': null, '/yuebao': report };

/** Everything people can click, by action id. */
export const actions: Readonly<Record<string, Act>> = {
  [ACTIONS.signChoose]: chooseSign,
  [ACTIONS.signAll]: signAll,
  [ACTIONS.signOne]: signOne,
  [ACTIONS.signNumbers]: signNumbers,
  [ACTIONS.reportOpen]: openReport,
  [ACTIONS.reportForProposal]: placeReport,
  [ACTIONS.reportRecords]: openRecords,
  [ACTIONS.reportVersion]: openVersion,
  [ACTIONS.doneOpen]: { verb: 'done', run: done.run },
  [ACTIONS.explainOpen]: { verb: 'explain', run: explain.run },
  [ACTIONS.contactOpen]: openContact,
  [ACTIONS.contactRecord]: recordContactLine,
  [ACTIONS.waiveOpen]: openWaive,
  [ACTIONS.opinionOpen]: openOpinion,
  [ACTIONS.replyOpen]: openReply,
  [ACTIONS.sendbackOpen]: openSendback,
  [ACTIONS.hardAsk]: openHardAsk,
  [ACTIONS.hardMark]: openHardMark,
  [ACTIONS.hardAgree]: agreeToHard,
  [ACTIONS.hardRefuse]: refuseHard,
  [ACTIONS.feedbackOpen]: openForm,
  [ACTIONS.feedbackRecord]: recordForm,
  [ACTIONS.summaryOpen]: openSummary,
  [ACTIONS.summaryList]: turnSummaries,
  [ACTIONS.summaryShow]: showSummary,
  [ACTIONS.snoozeOpen]: openSnooze,
  [ACTIONS.mineShow]: showMine,
  [ACTIONS.homeShow]: turnHome,
  [ACTIONS.homeSearch]: searchHome,
  [ACTIONS.homeFind]: searchHome,
  [ACTIONS.profileOpen]: openProfile,
  [ACTIONS.liaisonOpen]: openLiaison,
  [ACTIONS.leaveOpen]: openLeave,
  [ACTIONS.leaveEnd]: endLeave,
  [ACTIONS.phoneShow]: { verb: 'phone', run: phone.run },
  [ACTIONS.phonePage]: turnPhone,
  [ACTIONS.dismiss]: dismiss,
  [ACTIONS.returnOpen]: openReturn,
  [ACTIONS.returnWithdraw]: withdraw,
  [ACTIONS.returnAgree]: agreeToReturn,
  [ACTIONS.returnObject]: objectToReturn,
  [ACTIONS.returnList]: showRequests,
  [ACTIONS.returnAskAgain]: askAgain,
  [ACTIONS.returnConsented]: recordConsent,
  [ACTIONS.returnPropose]: proposeReturn,
  [ACTIONS.returnRefuse]: refuseReturn,
  [ACTIONS.returnSubmit]: submitReturns,
  [ACTIONS.returnCarryOut]: carryOutReturns,
  [ACTIONS.approveSign]: signReturns,
  [ACTIONS.approveSendBack]: sendBackReturn,
  [ACTIONS.statusView]: turnStatus,
  [ACTIONS.caseShow]: showCase,
  [ACTIONS.filesSend]: sendFiles,
  [ACTIONS.assignOpen]: openAssign,
  [ACTIONS.leaderShow]: showLeaders,
  [ACTIONS.leaderTell]: tellLeader,
  [ACTIONS.letterShow]: showLetter,
  [ACTIONS.digestMore]: digestMore,
  [ACTIONS.digestTurn]: digestTurn,
  [ACTIONS.draftMake]: makeDraft,
  [ACTIONS.undoList]: listUndo,
  [ACTIONS.undoOpen]: openUndo,
  [ACTIONS.urgeShow]: showUrge,
  [ACTIONS.urgeLine]: urgeDuties,
  [ACTIONS.phoneOpen]: openPhone,
  [ACTIONS.previewHold]: holdPlanned,
  [ACTIONS.previewCancel]: cancelPlanned,
  [ACTIONS.previewRelease]: releasePlanned,
  [ACTIONS.previewShow]: { verb: 'preview', run: preview.run },
  [ACTIONS.previewPage]: turnPreview,
  [ACTIONS.importConfirm]: confirmImport,
  [ACTIONS.importDrop]: dropImport,
};

/** Everything people can send in as a form, by callback id. */
export const forms: Readonly<Record<string, Act>> = {
  [FORMS.report]: sendReport,
  [FORMS.done]: sendDone,
  [FORMS.explain]: sendExplain,
  [FORMS.contact]: sendContact,
  [FORMS.waive]: sendWaive,
  [FORMS.opinion]: sendOpinion,
  [FORMS.reply]: sendReply,
  [FORMS.sendback]: sendSendback,
  [FORMS.hardAsk]: sendHardAsk,
  [FORMS.hardMark]: sendHardMark,
  [FORMS.hardRefuse]: sendHardRefusal,
  [FORMS.feedback]: sendForm,
  [FORMS.summary]: sendSummary,
  [FORMS.snooze]: sendSnooze,
  [FORMS.profile]: sendProfile,
  [FORMS.liaison]: sendLiaison,
  [FORMS.leave]: sendLeave,
  [FORMS.phone]: sendPhone,
  [FORMS.undo]: sendUndo,
  [FORMS.assign]: sendAssign,
  [FORMS.returnRequest]: sendReturn,
  [FORMS.returnObject]: sendObjection,
  [FORMS.returnPropose]: sendProposal,
  [FORMS.returnRefuse]: sendRefusal,
  [FORMS.returnSendBack]: sendSendBack,
};
