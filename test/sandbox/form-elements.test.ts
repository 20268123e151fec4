import type { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../../src/sandbox/client/person.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { DESK, LIAISON, openWorkspace, socketApp } from './workspace-fixture.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const CSV = { name: '名册.csv', bytes: Buffer.from('单位,联络员') };

/** What `view.state.values` holds, as the bot reads it. */
type State = { [blockId: string]: { [actionId: string]: { files?: { url_private?: string }[] } } };

describe('a form with elements that hold more than text', () => {
  let sandbox: Sandbox;
  let app: App;
  let state: State = {};

  beforeEach(async () => {
    state = {};
    sandbox = await openWorkspace();
    app = socketApp(sandbox);
    app.view('form', async ({ ack, view }) => {
      state = view.state.values as State;
      await ack();
    });
    await app.start();
  });

  afterEach(async () => {
    await app.stop();
    await sandbox.close();
  });

  it('carries files, which the bot may read though they are shared nowhere', async () => {
    const liaison = await opened({ type: 'file_input', filetypes: ['csv', 'xlsx'], max_files: 2 });
    expect(await liaison.submit()).toMatchObject({ from: 'form', errors: { field: '请填写此项' } });
    await liaison.attach('field', CSV);
    await liaison.attach('field', { ...CSV, name: '提案.XLSX' });
    expect(await liaison.submit()).toEqual({ result: 'closed' });

    const files = state.field?.it?.files ?? [];
    expect(state).toMatchObject({
      field: {
        it: {
          type: 'file_input',
          files: [
            {
              name: '名册.csv',
              filetype: 'csv',
              mimetype: 'text/csv',
              user: LIAISON,
              size: CSV.bytes.length,
            },
            { name: '提案.XLSX', filetype: 'xlsx' },
          ],
        },
      },
    });
    const response = await fetch(files[0]?.url_private ?? '', {
      headers: { authorization: `Bearer ${sandbox.botToken}` },
    });
    expect(await response.text()).toBe('单位,联络员');
  });

  it('lets files be taken out again, and only those that are in', async () => {
    const liaison = await opened({ type: 'file_input' });
    await liaison.attach('field', CSV);
    await liaison.attach('field', { ...CSV, name: '乙.csv' });
    const [, second] = filesIn(liaison);
    liaison.fill({ field: [second?.id ?? '', 'F0NOTHING'] });
    expect(filesIn(liaison).map((file) => file.name)).toEqual(['乙.csv']);
  });

  it.each([
    ['of another kind', { name: '图.png', bytes: CSV.bytes }, '不收这种文件，只收 csv'],
    ['beyond the number', CSV, '最多放 1 个文件'],
    ['that is empty', { name: '空.csv', bytes: Buffer.alloc(0) }, '文件是空的'],
    ['that is large', { name: '大.csv', bytes: Buffer.alloc(10_000_001) }, '文件太大，最多 10 MB'],
  ])('takes no file %s', async (what, file, problem) => {
    const liaison = await opened({ type: 'file_input', filetypes: ['csv'], max_files: 1 });
    if (what === 'beyond the number') await liaison.attach('field', file);
    await expect(liaison.attach('field', file)).rejects.toThrow(problem);
  });

  it('takes ten files when it does not say how many', async () => {
    const liaison = await opened({ type: 'file_input' });
    for (let at = 0; at < 10; at += 1) await liaison.attach('field', CSV);
    await expect(liaison.attach('field', CSV)).rejects.toThrow('最多放 10 个文件');
  });

  it('takes files from the page', async () => {
    const liaison = await opened({ type: 'file_input' });
    const query = new URLSearchParams({ as: LIAISON, blockId: 'field', actionId: 'it', name: '名册.csv' });
    const response = await fetch(`${sandbox.url}/page/upload-to-form?${query}`, {
      method: 'POST',
      body: CSV.bytes,
    });
    const { file } = (await response.json()) as { file: { id: string; url: string } };
    expect(filesIn(liaison)).toMatchObject([{ id: file.id, name: '名册.csv' }]);
    expect((await fetch(sandbox.url + file.url)).status).toBe(200);
    expect((await fetch(sandbox.url + file.url.replace(LIAISON, DESK))).status).toBe(400);
  });

  it('carries an instant as Unix seconds', async () => {
    const liaison = await opened({ type: 'datetimepicker', initial_date_time: 1649206800 });
    expect(liaison.modal()?.values.field?.it).toEqual({
      type: 'datetimepicker',
      selected_date_time: 1649206800,
    });
    expect(() => liaison.fill({ field: '明天' })).toThrow('no UNIX timestamp');
    await liaison.fill({ field: '1649293200' }).submit();
    expect(state).toEqual({ field: { it: { type: 'datetimepicker', selected_date_time: 1649293200 } } });
  });

  it('carries rich text', async () => {
    const liaison = await opened({ type: 'rich_text_input' });
    expect(await liaison.submit()).toMatchObject({ from: 'form' });
    await liaison.fill({ field: '已办 <一>' }).submit();
    expect(state).toEqual({
      field: {
        it: {
          type: 'rich_text_input',
          rich_text_value: {
            type: 'rich_text',
            elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '已办 <一>' }] }],
          },
        },
      },
    });
  });

  it.each([
    ['multi_users_select', 'selected_users', [LIAISON, DESK]],
    ['multi_channels_select', 'selected_channels', ['C0GROUP001', 'C0OTHER']],
  ])('carries what was picked in a %s, no more than it takes', async (type, key, both) => {
    const liaison = await opened({ type, max_selected_items: 1 });
    liaison.fill({ field: both });
    expect(await liaison.submit()).toMatchObject({ errors: { field: '最多选 1 项' } });
    await liaison.fill({ field: both.slice(0, 1) }).submit();
    expect(state).toEqual({ field: { it: { type, [key]: both.slice(0, 1) } } });
  });

  /** A person before a form with this one element. */
  async function opened(element: object): Promise<Person> {
    app.command('/form', async ({ ack, body, client }) => {
      await ack();
      const block = { type: 'input', block_id: 'field', label: plain('内容') };
      await client.apiCall('views.open', {
        trigger_id: body.trigger_id,
        view: {
          type: 'modal',
          callback_id: 'form',
          title: plain('表'),
          submit: plain('好'),
          blocks: [{ ...block, element: { action_id: 'it', ...element } }],
        },
      });
    });
    const liaison = sandbox.as(LIAISON);
    await liaison.command('/form');
    await sandbox.until('the form', () => liaison.modal());
    return liaison;
  }

  function filesIn(person: Person) {
    return (person.modal()?.values.field?.it?.files ?? []) as { id: string; name: string }[];
  }
});
