import { FORM_BACK, type FormKind } from '../../feedback-form.ts';
import { kindsIn } from './segment.ts';
import type { FactToken } from './tokens.ts';
import type { FactWord } from './words.ts';

/** What happened to a 征询意见表; several where nothing says which of them; null for what is none of the steps. */
export type FormSteps = { sure: FormKind[] } | { oneOf: FormKind[] } | null;

/** Reads who did what: 寄给委员, 委员收到, 收到委员寄回的表, 寄到股里, 网上已反馈 (R50, R51). */
export function formSteps(tokens: readonly FactToken[], isDesk: boolean): FormSteps {
  const kinds = kindsIn(tokens);
  const has = (kind: FactWord) => kinds.includes(kind);
  const hasOwn = has('unit') || has('lead');
  const steps: FormKind[] = [];
  if (has('upload')) return null;
  if (has('system'))
    return has('feedback') && !has('send') && !has('get') ? { sure: ['form-back-online'] } : null;
  if (has('gather')) return /[三3]\s?项/u.test(textOf(tokens)) ? { sure: [...FORM_BACK] } : null;
  if (has('feedback')) return null;
  if (has('back')) {
    if (has('desk')) steps.push('form-back-desk');
    if (hasOwn || !has('desk')) steps.push('form-back-unit');
    return { sure: isDesk ? ['form-back-desk'] : steps };
  }
  if (has('get')) return has('send') ? null : received(kinds, isDesk);
  if (has('submit')) return has('desk') && !has('member') ? { sure: ['form-back-desk'] } : null;
  return has('send') ? sent(tokens, kinds) : null;
}

/** Who stands before 收到 has it: 委员收到表, but 收到委员的表. */
function received(kinds: readonly FactWord[], isDesk: boolean): FormSteps {
  const member = kinds.indexOf('member');
  if (member >= 0 && kinds.includes('desk')) return null;
  if (member >= 0 && member < kinds.indexOf('get')) {
    // 我局收到, 委员收到: one of them has it.
    return kinds.slice(0, kinds.indexOf('get')).some((kind) => kind === 'unit')
      ? null
      : { sure: ['form-received'] };
  }
  if (isDesk || kinds.includes('desk')) return { sure: ['form-back-desk'] };
  if (member >= 0 || kinds.includes('unit') || kinds.includes('lead')) return { sure: ['form-back-unit'] };
  return { oneOf: ['form-received', 'form-back-unit'] };
}

/** 寄给委员 and 向委员寄送 go out, 寄给股里 and 委员寄给我局 come back; 委员寄出 is neither yet. */
function sent(tokens: readonly FactToken[], kinds: readonly FactWord[]): FormSteps {
  const send = kinds.indexOf('send');
  const isSubject = (kind: FactWord) => {
    const at = kinds.indexOf(kind);
    return (
      at >= 0 && at < send && kinds[at - 1] !== 'to' && !/^已[向与和]$/u.test(wordsOf(tokens)[at - 1] ?? '')
    );
  };
  const after = (kind: FactWord) => kinds.lastIndexOf(kind) > send;
  if (after('desk')) return after('member') ? null : { sure: ['form-back-desk'] };
  if (after('unit') || after('lead')) return isSubject('member') ? { sure: ['form-back-unit'] } : null;
  if (isSubject('member') || isSubject('desk') || isSubject('lead')) return null;
  return { sure: ['form-sent'] };
}

function wordsOf(tokens: readonly FactToken[]): string[] {
  return tokens.flatMap((token) => (token.is === 'word' ? [token.text] : []));
}

function textOf(tokens: readonly FactToken[]): string {
  return tokens.map((token) => token.text).join('');
}
