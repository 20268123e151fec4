import type { UnsureReason } from './intent.ts';

const QUESTION =
  /[?]|吗|么$|呢|怎|如何|什么|哪|是否|请问|能否|可否|能不能|可不可以|要不要|是不是|有没有|对不对|多少|为何|何时|几时|几号|了没|没有$/mu;
const CONDITION = /如果|若|要是|假如|倘|一旦|的话|只要/u;
const NEGATED = /未|没|不|别|勿|无|尚|暂|取消|撤|退|误|作废|错|更正|漏|除|拒|停/u;
const CONSEQUENCE = /才|就|只有|[等待].{0,30}?[后再]/u;
const FUTURE =
  /明[天日早晚]|后天|下周|下个?月|稍后|待会|准备|打算|计划|拟|将|要|会|马上|尽快|尽早|争取|即将|正在|待|等|前|需|应|请|再/u;

/** Why a clause that holds more than known words is not certain. The order is that of what misleads most. */
export function doubtOf(folded: string): UnsureReason {
  if (QUESTION.test(folded)) return 'question';
  if (CONDITION.test(folded)) return 'conditional';
  if (NEGATED.test(folded)) return 'negated';
  if (CONSEQUENCE.test(folded)) return 'conditional';
  if (FUTURE.test(folded)) return 'future';
  return 'unreadable';
}

/** Words that reach beyond their own clause: a condition, or taking back what was said before. */
export function unsettles(folded: string): boolean {
  return /如果|若|要是|假如|倘|一旦|除非|只要|的话|[等待]|误|错|更正|更改|改为|应为|作废|撤|取消|才|除|其余|其他|剩/u.test(
    folded,
  );
}
