/** Ids of buttons and forms, in one place: the template that shows one and the handler that receives it share the name. */
export const ACTIONS = {
  signChoose: 'sign-choose',
  signAll: 'sign-all',
  signOne: 'sign-one',
  signNumbers: 'sign-numbers',
  reportOpen: 'report-open',
  reportForProposal: 'report-for-proposal',
  doneOpen: 'done-open',
  explainOpen: 'explain-open',
  mineShow: 'mine-show',
  dismiss: 'dismiss',
  statusView: 'status-view',
  previewHold: 'preview-hold',
  previewCancel: 'preview-cancel',
  previewRelease: 'preview-release',
  previewPage: 'preview-page',
} as const;

export const FORMS = {
  report: 'report-form',
  done: 'done-form',
  explain: 'explain-form',
} as const;
