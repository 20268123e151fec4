import { describe, expect, test } from 'vitest';
import { uncontactedReplies } from '../../src/domain/contact-gate.ts';
import type { Registration } from '../../src/domain/facts.ts';
import { buildFacts, fact } from '../support/facts.ts';

const HELD = '12@区教育局';
const found = (registrations: Registration[], more: { endedOn?: string } = {}) =>
  uncontactedReplies(
    buildFacts({ proposals: [{ number: '12', sole: '区教育局', ...more }], registrations }),
  ).map(({ proposal, repliedOn }) => `${proposal.number} ${repliedOn}`);

const delivered = fact('reply-delivered', HELD, '2022-08-20');
const uploaded = fact('reply-uploaded', HELD, '2022-08-22');
const contacted = (on: string, phase?: 'before' | 'during' | 'after') =>
  fact('contacted', HELD, on, phase ? { details: { way: '电话', phase } } : {});

describe('R35, R36 contacted before the formal reply', () => {
  test.each<[string, Registration[], string[]]>([
    ['nothing on record', [], []],
    ['contacted, not replied', [contacted('2022-05-10')], []],
    ['replied without a word', [delivered, uploaded], ['12 2022-08-20']],
    ['the upload alone is a reply as well', [uploaded], ['12 2022-08-22']],
    ['contacted before', [contacted('2022-05-10', 'before'), delivered, uploaded], []],
    ['contacted on the very day', [contacted('2022-08-20', 'during'), delivered], []],
    ['contacted the day after', [contacted('2022-08-21', 'during'), delivered], ['12 2022-08-20']],
    ['contacted between the two halves', [contacted('2022-08-21'), delivered, uploaded], ['12 2022-08-20']],
    [
      'only asked for an opinion afterwards',
      [contacted('2022-08-20', 'after'), delivered],
      ['12 2022-08-20'],
    ],
    ['a contact without a phase, as a monthly report tells it', [contacted('2022-06-10'), delivered], []],
    ['one of several came in time', [contacted('2022-09-01'), contacted('2022-05-10'), delivered], []],
    ['the desk knows why', [delivered, fact('contact-waived', HELD, '2022-08-23', { text: '委员出国' })], []],
    ['a reply in phases is not the formal one', [fact('reply-phased', HELD, '2022-08-20')], []],
    [
      'another unit’s contact does not count',
      [fact('contacted', '12@区财政局', '2022-05-10'), delivered],
      ['12 2022-08-20'],
    ],
  ])('%s', (_what, registrations, expected) => {
    expect(found(registrations)).toEqual(expected);
  });

  test('of a proposal given up nothing is asked', () => {
    expect(found([delivered], { endedOn: '2022-09-01' })).toEqual([]);
  });
});
