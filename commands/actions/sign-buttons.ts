import { UserError } from '../../src/errors.ts';
import { plainAnswer } from '../../templates/answers.ts';
import { type Act, unitOf } from '../call.ts';
import { mineFor } from '../mine.ts';
import { askWhich, signFor } from '../sign.ts';

/** Under a reminder: which proposals were signed for? */
export const chooseSign: Act = { verb: 'sign', run: async (call) => askWhich(await unitOf(call)) };

export const signAll: Act = {
  verb: 'sign',
  run: async (call) => ({ ...(await signFor(call, await unitOf(call), 'all')), replace: true }),
};

/** One of the list: the list comes back without it. */
export const signOne: Act = {
  verb: 'sign',
  async run(call) {
    const signed = await signFor(call, await unitOf(call), [call.text]);
    const left = askWhich(await unitOf(call));
    if (!signed.say || !left.say) return signed;
    return {
      say: { text: signed.say.text, blocks: [...signed.say.blocks, ...left.say.blocks] },
      replace: true,
      recorded: true,
    };
  },
};

/** The confirmation of a plain reply that was not certain: the numbers are in the button, rights are checked again. */
export const signNumbers: Act = {
  verb: 'sign',
  async run(call) {
    const numbers = call.text.split(',').filter((number) => number !== '');
    if (numbers.length === 0 || numbers.length > 200)
      throw new UserError('这个按钮已失效，请直接回复“签收 案号”。');
    return { ...(await signFor(call, await unitOf(call), numbers)), replace: true };
  },
};

export const showMine: Act = { verb: 'mine', run: async (call) => ({ say: await mineFor(call) }) };

/** “都不是”: nothing is changed, the question goes away. */
export const dismiss: Act = {
  verb: 'help',
  run: async () => ({ say: plainAnswer('好的，没有改动。'), replace: true }),
};
