import { describe, expect, test } from 'vitest';
import { coordinate, partnersIn } from '../../src/domain/coordination.ts';
import type { Facts } from '../../src/domain/facts.ts';
import { buildFacts, fact, facts } from '../support/facts.ts';
import { notice } from '../support/rules.ts';

const EDU = '区教育局';
const FIN = '区财政局';
const CUL = '区文化局';
const REPLY = ['reply-delivered', 'reply-uploaded'];

/** 主办 区教育局：签收、答复 … */
const shown = (of: Facts, number = '12') =>
  coordinate(notice, partnersIn(of))
    .get(number)
    ?.map(({ role, unit, lacks }) => `${role} ${unit}：${lacks.join(' ')}`);

describe('R37 who is missing what, for all units of a proposal', () => {
  const proposals = [{ number: '12', lead: EDU, joint: [FIN, CUL] }];

  test('at the beginning everybody lacks everything of their role, the lead first', () => {
    expect(shown(buildFacts({ proposals }))).toEqual([
      'lead 区教育局：signed reply-delivered reply-uploaded',
      'joint 区财政局：signed opinion-uploaded',
      'joint 区文化局：signed opinion-uploaded',
    ]);
  });

  test('what is on record is lacking no more, to each unit its own', () => {
    const registrations = [
      fact('signed', '12@区教育局', '2022-04-06'),
      fact('reply-delivered', '12@区教育局', '2022-08-20'),
      fact('signed', '12@区财政局', '2022-04-06'),
      fact('opinion-uploaded', '12@区财政局', '2022-06-20'),
      fact('contacted', '12@区文化局', '2022-06-20'),
    ];
    expect(shown(buildFacts({ proposals, registrations }))).toEqual([
      'lead 区教育局：reply-uploaded',
      'joint 区财政局：',
      'joint 区文化局：signed opinion-uploaded',
    ]);
  });

  test('split units each answer and need no opinion', () => {
    expect(shown(buildFacts({ proposals: [{ number: '12', split: [EDU, FIN] }] }))).toEqual([
      'split 区财政局：signed reply-delivered reply-uploaded',
      'split 区教育局：signed reply-delivered reply-uploaded',
    ]);
  });

  test('a proposal of one unit needs no coordination, nor one that all others have given up', () => {
    const alone = buildFacts({ proposals: [{ number: '12', sole: EDU }, ...proposals.slice(1)] });
    expect(shown(alone)).toBeUndefined();
    const both = buildFacts({ proposals: [{ number: '12', lead: EDU, joint: [FIN] }] });
    const left = both.assignments.map((one) =>
      one.unitId === FIN ? { ...one, endedOn: '2022-04-20' } : one,
    );
    expect(shown({ ...both, assignments: left })).toBeUndefined();
  });

  test('proposals are in the order of their numbers, and keep apart', () => {
    const of = buildFacts({
      proposals: ['12', '2'].map((number) => ({ number, lead: EDU, joint: [FIN] })),
      registrations: facts(['signed', ...REPLY], '2@区教育局', '2022-08-20'),
    });
    expect([...coordinate(notice, partnersIn(of)).keys()]).toEqual(['2', '12']);
    expect(shown(of, '2')?.[0]).toBe('lead 区教育局：');
    expect(shown(of, '12')?.[0]).toBe('lead 区教育局：signed reply-delivered reply-uploaded');
  });
});
