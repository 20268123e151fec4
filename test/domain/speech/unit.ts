import type { SpeechContext } from '../../../src/domain/speech.ts';

type Proposal = SpeechContext['proposals'][number];

export function proposal(number: string, title: string, overrides: Partial<Proposal> = {}): Proposal {
  return { number, title, signed: false, reporting: true, ...overrides };
}

/** 区教育局 on 2022-04-06: seven proposals, six not signed for, 15 held as 会办 (no monthly report). */
export const EDUCATION: SpeechContext = {
  today: '2022-04-06',
  unitNames: ['区教育局', '教育局'],
  proposals: [
    proposal('1', '关于加快城区义务教育学位建设的提案', { signed: true }),
    proposal('12', '关于加强学校周边食品安全监管的提案'),
    proposal('13', '关于加强镇街卫生院人才队伍建设的提案'),
    proposal('14', '关于完善社区卫生服务网络的提案'),
    proposal('15', '关于发展普惠托育服务的提案', { reporting: false }),
    proposal('31', '关于打造荔枝、番薯区域公用品牌的提案'),
    proposal('105', '关于加强农贸市场升级改造的提案'),
  ],
};

/** The same in the thread of a reminder about some proposals. */
export function inThread(...threadProposals: string[]): SpeechContext {
  return { ...EDUCATION, threadProposals };
}

/** A unit with the proposals given. */
export function unitWith(...proposals: Proposal[]): SpeechContext {
  return { ...EDUCATION, proposals };
}
