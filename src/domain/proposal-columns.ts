import type { Column } from './table.ts';

export type ProposalColumn =
  | '案号'
  | '案由'
  | '类别'
  | '领衔委员'
  | '主办'
  | '独办'
  | '分办'
  | '会办'
  | '交办日期'
  | '复杂件';

/** Notes one problem at a cell of the row being read. */
export type Report = (column: ProposalColumn, found: string, expected: string) => void;

/** The columns of a list of assigned proposals, with the headers that offices use for them. */
export const proposalColumns: readonly Column<ProposalColumn>[] = [
  {
    name: '案号',
    synonyms: ['提案号', '提案编号', '编号', '案件编号', '案件号', '提案案号'],
    required: true,
  },
  {
    name: '案由',
    synonyms: ['提案案由', '标题', '题目', '提案标题', '提案题目', '提案名称', '案件名称', '案件标题'],
    required: true,
  },
  { name: '类别', synonyms: ['提案类别', '案件类别', '类型', '提案类型', '案件类型'] },
  {
    name: '领衔委员',
    synonyms: ['领衔人', '领衔委员姓名', '领衔提案人', '提案人', '提案者', '第一提案人', '委员', '委员姓名'],
  },
  { name: '主办', synonyms: assigned('主办') },
  { name: '独办', synonyms: assigned('独办') },
  { name: '分办', synonyms: assigned('分办') },
  { name: '会办', synonyms: [...assigned('会办'), '协办', ...assigned('协办')] },
  { name: '交办日期', synonyms: ['交办时间', '交办日', '分办日期', '转办日期', '日期'] },
  {
    name: '复杂件',
    synonyms: ['是否复杂件', '复杂', '复杂案件', '是否复杂', '疑难件', '难度大', '是否疑难复杂'],
  },
];

/** 主办单位, and 承办单位主办 where 承办单位 stands over four columns. */
function assigned(role: string): string[] {
  return [`${role}单位`, `${role}部门`, `承办单位${role}`, `承办单位${role}单位`, `办理单位${role}`];
}
