import './office-panel.css';
import { useState } from 'preact/hooks';
import type { OfficeAnswer } from '../../page-server/contract.ts';
import { upload } from '../api.ts';
import { t } from '../language.ts';
import { panel } from '../state.ts';
import { Dialog } from './dialog.tsx';
import { FileField } from './file-field.tsx';
import { busy, doing, during } from './time-machine.ts';

type Part = 'roster' | 'proposals' | 'notice';
type Files = { [part in Part]?: File };

/** Starts the same year with one's own office: two files are checked, and then the sandbox begins anew with them. */
export function OfficePanel() {
  const [files, setFiles] = useState<Files>({});
  const [answer, setAnswer] = useState<OfficeAnswer | null>(null);
  const [began, setBegan] = useState(false);
  const [asked, ask] = useState(false);
  const isWorking = doing.value === 'office';
  const isComplete = files.roster !== undefined && files.proposals !== undefined;

  const choose = (part: Part, file: File | null) => {
    const { [part]: _, ...others } = files;
    setFiles(file ? { ...others, [part]: file } : others);
    setAnswer(null);
    setBegan(false);
  };
  const hand = async (dryRun: boolean) => {
    const form = new FormData();
    for (const [part, file] of Object.entries(files)) form.append(part, file, file.name);
    const result = await during('office', () =>
      upload<OfficeAnswer>('office', { dryRun: String(dryRun) }, form),
    );
    ask(false);
    if (!result) return;
    setAnswer(result);
    setBegan(!dryRun && result.ok);
  };

  return (
    <div class="office">
      <p>
        {t(
          '换成自己的花名册和提案，同一份通知、同样的一年，看看督办会怎样催办你的单位。',
          'With a roster and proposals of your own: the same notice, the same year, and what the bot does for your office.',
        )}
      </p>
      <ol class="office-steps">
        <li>
          <h3>{t('下载样例，照着改', 'Take the sample files and change them')}</h3>
          <p class="office-samples">
            <a class="ui-button" href="/page/office-sample?file=roster" download>
              <span aria-hidden="true">↓</span> {t('花名册样例', 'Sample roster')}
            </a>
            <a class="ui-button" href="/page/office-sample?file=proposals" download>
              <span aria-hidden="true">↓</span> {t('提案样例', 'Sample proposals')}
            </a>
          </p>
        </li>
        <li>
          <h3>{t('放入自己的文件', 'Put in your own')}</h3>
          <FileField
            label={t('花名册（单位、联络员）', 'Roster (units and liaisons)')}
            hint=".xlsx / .csv"
            accept=".xlsx,.csv"
            file={files.roster ?? null}
            onChoose={(file) => choose('roster', file)}
          />
          <FileField
            label={t('提案（案号、承办单位）', 'Proposals (numbers and units)')}
            hint=".xlsx / .csv"
            accept=".xlsx,.csv"
            file={files.proposals ?? null}
            onChoose={(file) => choose('proposals', file)}
          />
          <details>
            <summary>{t('另一份通知（可选）', 'Another notice (optional)')}</summary>
            <FileField
              label={t('通知规则', 'Rule file of a notice')}
              hint=".yaml"
              accept=".yaml,.yml"
              file={files.notice ?? null}
              onChoose={(file) => choose('notice', file)}
            />
          </details>
        </li>
        <li>
          <h3>{t('检查，然后开始', 'Check, then begin')}</h3>
          <div class="ui-row">
            <button
              type="button"
              class={answer?.ok ? 'ui-button' : 'ui-button primary'}
              disabled={!isComplete || isWorking}
              onClick={() => hand(true)}
            >
              {isWorking && !asked ? t('正在检查…', 'Checking…') : t('检查', 'Check')}
            </button>
            <button
              type="button"
              class={answer?.ok ? 'ui-button primary' : 'ui-button'}
              disabled={!answer?.ok || began || busy.value}
              onClick={() => ask(true)}
            >
              {t('用这些文件重新开始', 'Start again with these files')}
            </button>
          </div>
          <p class="ui-note">
            {isComplete
              ? t('检查不改动任何东西。', 'Checking changes nothing.')
              : t('先放入花名册和提案两个文件。', 'Put in both files first.')}
          </p>
        </li>
      </ol>
      <div role="status">{answer && <Findings answer={answer} began={began} />}</div>
      {asked && (
        <Dialog
          title={t('用自己的单位重新开始？', 'Start again with your own office?')}
          onClose={() => ask(false)}
        >
          <p>
            {t(
              '现在的单位、提案、全部消息和登记都会忘记，时间回到第一天的早上。',
              'The present office, its proposals, all messages and records are forgotten, and time goes back to the first morning.',
            )}
          </p>
          <div class="ui-actions">
            <button type="button" class="ui-button" disabled={isWorking} onClick={() => ask(false)}>
              {t('不，继续演练', 'No, go on')}
            </button>
            <button type="button" class="ui-button danger" disabled={isWorking} onClick={() => hand(false)}>
              {isWorking
                ? t('正在重新开始…', 'Starting again…')
                : t('全部忘记，重新开始', 'Forget all and start again')}
            </button>
          </div>
        </Dialog>
      )}
    </div>
  );
}

function Findings({ answer, began }: { answer: OfficeAnswer; began: boolean }) {
  const { ok, summary, problems } = answer;
  return (
    <section class={ok ? 'findings well' : 'findings'}>
      <h3>
        {began
          ? t('✓ 已经用这些文件重新开始', '✓ Started again with these files')
          : ok
            ? t('✓ 没有问题，可以开始', '✓ Nothing is wrong: you can begin')
            : t(`✗ 有${problems.length}处要改`, `✗ ${problems.length} to correct`)}
      </h3>
      <ul>
        {summary.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {began && (
        <button
          type="button"
          class="ui-button primary"
          onClick={() => {
            panel.value = 'time';
          }}
        >
          {t('看看这一年会发什么', 'See what this year will send')} <span aria-hidden="true">→</span>
        </button>
      )}
      {problems.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        <section class="problems" tabIndex={0} aria-label={t('要改的地方', 'What to correct')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('行', 'Line')}</th>
                <th scope="col">{t('列', 'Column')}</th>
                <th scope="col">{t('问题', 'What is wrong')}</th>
              </tr>
            </thead>
            {[...new Set(problems.map((problem) => problem.file))].map((file) => (
              <tbody key={file}>
                <tr>
                  <th scope="rowgroup" colSpan={3}>
                    {file || t('各文件之间', 'Between the files')}
                  </th>
                </tr>
                {problems
                  .filter((problem) => problem.file === file)
                  .map(({ line, column, message }) => (
                    <tr key={`${line} ${column} ${message}`}>
                      <td>{line ?? '—'}</td>
                      <td>{column ?? '—'}</td>
                      <td class="grow">{message}</td>
                    </tr>
                  ))}
              </tbody>
            ))}
          </table>
        </section>
      )}
    </section>
  );
}
