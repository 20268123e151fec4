/** 我的, 还有什么没办: the whole message asks for the speaker's own duties. */
const MINE =
  /^(?:请?(?:查|查看|查询|看看|看下|看一下)?(?:一下)?(?:我们?|我局|我镇|我单位|本单位)?(?:的|还)?(?:有)?(?:什么|哪些|几件)?(?:待办|待办事项|任务|事项|提案|待签收|清单)(?:清单|列表|有哪些|有什么)?(?:吗|呢|没)?|我的|mine|my|(?:我们?|我局|我镇|我单位)?还?(?:欠|剩|差|有|要|需)(?:什么|哪些|几件|多少)(?:没办|没交|没报|没签|要办|要交|要做|事项|提案|待办|未办)?(?:的)?)$/u;

const HELP =
  /^(?:帮助|帮忙|help|说明|使用说明|使用帮助|操作说明|操作指南|菜单|命令|功能|(?:这个?|机器人|你)?(?:怎么|如何)(?:用|使用|操作)|(?:你)?能做什么|你(?:是谁|会什么|能干什么)|在吗|在不在|您?你?好|hi|hello)$/u;

export function shortQuestion(folded: string): 'mine' | 'help' | null {
  if (folded.length > 40) return null;
  const bare = folded.replace(/[\s?!。,.~、/<>@]/gu, '');
  if (bare === '') return /[?]/u.test(folded) ? 'help' : null;
  if (MINE.test(bare)) return 'mine';
  return HELP.test(bare) ? 'help' : null;
}
