import { useState } from 'preact/hooks';
import type { FaultKind, FaultsView, FaultView } from '../../page-server/contract.ts';
import { post } from '../api.ts';
import { inWords, t } from '../language.ts';
import { frame } from '../state.ts';
import { CROSSINGS, FAULT_KINDS, type FaultField, orderOf, type TypedFault } from './fault-kinds.ts';
import { NotAvailable } from './loading.tsx';
import type { Looked } from './looking.ts';

const KINDS = Object.keys(FAULT_KINDS) as FaultKind[];
const AT_FIRST: TypedFault = { times: '1', retryAfter: '30', status: '503' };

/** Orders faults and shows those that are active. */
export function FaultsTab({ faults }: { faults: Looked<FaultsView> }) {
  const { view, waiting, again } = faults;
  if (!view && !waiting) return <NotAvailable />;
  return (
    <div class="faults">
      <Active faults={view?.active ?? []} onEnded={again} />
      <NewFault onOrdered={again} />
    </div>
  );
}

function Active({ faults, onEnded }: { faults: FaultView[]; onEnded(): void }) {
  const end = async (id: string) => {
    await post('end-fault', { id });
    onEnded();
  };
  return (
    <section aria-labelledby="faults-active">
      <h3 id="faults-active">{t('正在生效的故障', 'Active faults')}</h3>
      {faults.length === 0 && <p class="ui-note">{t('没有。一切正常。', 'None. All is well.')}</p>}
      <ul class="faults-active">
        {faults.map((fault) => (
          <li key={fault.id}>
            <span>
              <b>{inWords(FAULT_KINDS[fault.kind].name)}</b> {aimOf(fault)}
              <small class="ui-small line">
                {t(`已发生${fault.struck}次`, `struck ${fault.struck}×`)}
                {t('，', ', ')}
                {fault.left === null
                  ? t('直到结束', 'until it is ended')
                  : t(`还会发生${fault.left}次`, `${fault.left} to come`)}
              </small>
            </span>
            <button type="button" class="ui-button" onClick={() => end(fault.id)}>
              {t('结束', 'End')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function aimOf({ method, channel, user, retryAfter, error }: FaultView): string {
  const people = frame.value?.people.find((one) => one.id === user)?.name ?? user;
  const place = frame.value?.conversations.find((one) => one.id === channel)?.name ?? channel;
  return [method, place, people, retryAfter !== null && `Retry-After: ${retryAfter}`, error]
    .filter(Boolean)
    .join(' · ');
}

function NewFault({ onOrdered }: { onOrdered(): void }) {
  const [kind, setKind] = useState<FaultKind>('rate-limit');
  const [typed, setTyped] = useState<TypedFault>(AT_FIRST);
  const [problem, setProblem] = useState('');
  const order = async (event: Event) => {
    event.preventDefault();
    const wanted = orderOf(kind, typed);
    if (!wanted) {
      setProblem(t('次数、放过和状态码要填整数。', 'Times, skip and status have to be whole numbers.'));
      return;
    }
    setProblem('');
    if (await post('fault', wanted)) onOrdered();
  };
  return (
    <form onSubmit={order} noValidate>
      <fieldset class="fault-kinds">
        <legend>{t('加一个故障', 'Add a fault')}</legend>
        {KINDS.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="fault-kind"
              value={one}
              checked={one === kind}
              onChange={() => {
                setKind(one);
                setProblem('');
              }}
            />
            <span>
              <b>{inWords(FAULT_KINDS[one].name)}</b>
              <small class="ui-small line">{inWords(FAULT_KINDS[one].what)}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <div class="fault-fields">
        {FAULT_KINDS[kind].fields.map((field) => (
          <Field
            key={field}
            field={field}
            kind={kind}
            value={typed[field] ?? ''}
            onType={(text) => setTyped({ ...typed, [field]: text })}
          />
        ))}
      </div>
      <p class="ui-error" role="alert">
        {problem}
      </p>
      <button type="submit" class="ui-button primary">
        {t('让它发生', 'Let it happen')}
      </button>
    </form>
  );
}

interface FieldProps {
  field: FaultField;
  kind: FaultKind;
  value: string;
  onType(text: string): void;
}

function Field({ field, kind, value, onType }: FieldProps) {
  const text = (label: string, hint: string, type: 'text' | 'number' = 'text') => (
    <label class="ui-field">
      <span>{label}</span>
      <input
        class="ui-input"
        inputMode={type === 'number' ? 'numeric' : 'text'}
        placeholder={hint}
        value={value}
        list={field === 'method' ? 'fault-crossings' : undefined}
        onInput={(event) => onType(event.currentTarget.value)}
      />
      {field === 'method' && (
        <datalist id="fault-crossings">
          {CROSSINGS[FAULT_KINDS[kind].strikes].map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      )}
    </label>
  );
  const choice = (label: string, options: [value: string, words: string][]) => (
    <label class="ui-field">
      <span>{label}</span>
      <select class="ui-input" value={value} onChange={(event) => onType(event.currentTarget.value)}>
        {options.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
  const any = t('任何', 'any');
  switch (field) {
    case 'method':
      return text(
        FAULT_KINDS[kind].strikes === 'calls'
          ? t('只对这个方法', 'Only this method')
          : t('只对这一类', 'Only this kind'),
        any,
      );
    case 'channel':
      return choice(t('只在这个频道', 'Only in this channel'), [
        ['', any],
        ...(frame.value?.conversations ?? []).map((one): [string, string] => [one.id, one.name]),
      ]);
    case 'user':
      return choice(t('只对这个人', 'Only for this person'), [
        ['', any],
        ...(frame.value?.people ?? []).map((one): [string, string] => [one.id, one.name]),
      ]);
    case 'times':
      return text(t('发生几次', 'How often'), t('直到结束', 'until it is ended'), 'number');
    case 'skip':
      return text(t('先放过几次', 'Let pass first'), '0', 'number');
    case 'retryAfter':
      return text(t('Retry-After（秒）', 'Retry-After (seconds)'), t('不给', 'not given'));
    case 'status':
      return text(t('HTTP 状态码', 'HTTP status'), '503', 'number');
    case 'error':
      return text(
        t('Slack 的错误词', "Slack's error word"),
        kind === 'refuse' ? 'channel_not_found' : t('不给：HTML 页', 'none: an HTML page'),
      );
    case 'takesEffect':
      return choice(t('其实做了没有', 'Was it done all the same'), [
        ['', t('没有做', 'not done')],
        ['yes', t('已经做了', 'done')],
      ]);
    case 'again':
      return choice(t('第二次什么时候', 'When the second time'), [
        ['', t('同时', 'at once')],
        ['afterwards', t('第一次处理完以后', 'after the first is settled')],
        ['when-ended', t('结束故障时', 'when the fault is ended')],
      ]);
    case 'notice':
      return choice(t('断开前说什么', 'What Slack says before'), [
        ['', t('不说，直接断线', 'nothing, the line is cut')],
        ['refresh_requested', 'refresh_requested'],
        ['warning', 'warning'],
      ]);
  }
}
