import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, types } from '@slack/bolt';
import { type FilesCompleteUploadExternalResponse, WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { DESK, GROUP, LIAISON, openWorkspace, socketApp } from './workspace-fixture.ts';

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const TABLE = { name: '提案 表.xlsx', bytes: Buffer.from('PK 工作簿') };

let sandbox: Sandbox;
let client: WebClient;

beforeEach(async () => {
  sandbox = await openWorkspace();
  client = clientOf(sandbox);
});

afterEach(async () => await sandbox.close());

describe('a file that a person shares', () => {
  let app: App;

  beforeEach(() => {
    app = socketApp(sandbox);
  });

  afterEach(async () => await app.stop());

  it('comes to the bot as a message and as an event of its own, and can be read with the token', async () => {
    const heard: types.FileShareMessageEvent[] = [];
    const shared: types.FileSharedEvent[] = [];
    app.event('message', async ({ event }) => {
      if (event.subtype === 'file_share') heard.push(event);
    });
    app.event('file_shared', async ({ event }) => void shared.push(event));
    await app.start();
    const message = await sandbox.as(LIAISON).upload('dm', { ...TABLE, comment: '名册 <新>' });
    await sandbox.until('both events', () => heard.length === 1 && shared.length === 1);

    const [event] = heard;
    expect(event).toMatchObject({
      user: LIAISON,
      text: '名册 &lt;新&gt;',
      ts: message.ts,
      channel: message.channel,
      channel_type: 'im',
      upload: false,
      display_as_bot: false,
    });
    const [file] = event?.files ?? [];
    expect(file).toMatchObject({
      name: '提案 表.xlsx',
      title: '提案 表.xlsx',
      mimetype: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      filetype: 'xlsx',
      pretty_type: 'Excel Spreadsheet',
      size: TABLE.bytes.length,
      mode: 'hosted',
      user: LIAISON,
      is_external: false,
      created: Date.parse('2022-04-06T01:00:00Z') / 1000,
    });
    expect(shared[0]).toMatchObject({
      file_id: file?.id,
      user_id: LIAISON,
      file: { id: file?.id },
      channel_id: message.channel,
    });
    expect(await textAt(file?.url_private_download, sandbox.botToken)).toBe('PK 工作簿');
    expect(await textAt(file?.url_private, sandbox.botToken)).toBe('PK 工作簿');
  });

  it('needs no word with it, may be in a thread, and is no subtype in the history', async () => {
    const desk = sandbox.as(DESK);
    const { ts } = desk.say(GROUP, '请交材料');
    const reply = await sandbox.as(LIAISON).upload(GROUP, { ...TABLE, title: '四月', thread: ts });
    expect(reply).toMatchObject({ threadTs: ts, files: ['提案 表.xlsx'], text: '', blocks: [] });

    const { messages } = await client.conversations.replies({ channel: GROUP, ts });
    expect(messages?.[1]).toMatchObject({ files: [{ title: '四月', is_public: true }] });
    expect(messages?.[1]).not.toHaveProperty('subtype');
  });

  it('is not told to a bot that is not there', async () => {
    const quiet = await openWorkspace({ channels: [{ id: GROUP, name: '私', members: [LIAISON] }] });
    const other = socketApp(quiet);
    const heard: string[] = [];
    other.event(/.*/, async ({ event }) => void heard.push(event.type));
    try {
      await other.start();
      await quiet.as(LIAISON).upload(GROUP, TABLE);
      quiet.as(LIAISON).say('dm', '在吗');
      await quiet.until('an event', () => heard.length > 0);
      expect(heard).toEqual(['message']);
      expect(quiet.as(LIAISON).messages(GROUP)[0]?.files).toEqual([TABLE.name]);
    } finally {
      await other.stop();
      await quiet.close();
    }
  });

  it('meets the faults of its channel and of whoever shares it', async () => {
    const shared: string[] = [];
    app.event('file_shared', async ({ event }) => void shared.push(event.file_id));
    await app.start();
    const aim = { kind: 'twice', method: 'events_api/file_shared', times: 1 } as const;
    sandbox.faults.add({ ...aim, channel: GROUP, user: LIAISON });
    await sandbox.as(DESK).upload(GROUP, TABLE);
    await sandbox.as(LIAISON).upload(GROUP, TABLE);
    await sandbox.until('three events of two files', () => shared.length === 3);
    expect(new Set(shared).size).toBe(2);
  });

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\材料\\清单.csv', '清单.csv'],
    ['a\u202efdp.exe\u0000', 'afdp.exe'],
    ['..', 'file'],
  ])('called %s is kept as %s', async (given, name) => {
    const message = await sandbox.as(LIAISON).upload(GROUP, { name: given, bytes: PNG });
    expect(message.files).toEqual([name]);
  });

  it('is refused when it is empty', async () => {
    await expect(
      sandbox.as(LIAISON).upload(GROUP, { name: '空.txt', bytes: Buffer.alloc(0) }),
    ).rejects.toThrow('文件是空的');
    expect(sandbox.as(LIAISON).messages(GROUP)).toEqual([]);
  });

  it('is a snippet when it is text', async () => {
    await sandbox.as(LIAISON).upload(GROUP, { name: '名册.csv', bytes: Buffer.from('a,b') });
    const { messages } = await client.conversations.history({ channel: GROUP });
    expect(messages?.[0]?.files?.[0]).toMatchObject({
      mode: 'snippet',
      editable: true,
      mimetype: 'text/csv',
    });
  });
});

describe('a file that the bot shares', () => {
  it('comes by uploadV2, with a word, into a thread', async () => {
    const { ts } = sandbox.as(DESK).say(GROUP, '月报呢');
    await client.files.uploadV2({
      channel_id: GROUP,
      thread_ts: ts,
      initial_comment: '月报在此',
      file: PNG,
      filename: '月报.png',
      title: '四月月报',
    });
    const message = sandbox.as(LIAISON).messages(GROUP)[1];
    expect(message).toMatchObject({
      from: sandbox.botUserId,
      text: '月报在此',
      threadTs: ts,
      files: ['月报.png'],
    });
    expect(await download(LIAISON, message?.ts ?? '')).toEqual(PNG);
  });

  it('comes several at once, large ones whole, in one message', async () => {
    const large = Buffer.alloc(3_000_000, '\r\n--x\r\n');
    await client.files.uploadV2({
      channel_id: GROUP,
      file_uploads: [
        { file: large, filename: '大.bin' },
        { content: '小', filename: '小.txt' },
      ],
    });
    const [message, ...more] = sandbox.as(LIAISON).messages(GROUP);
    expect(more).toEqual([]);
    expect(message?.files.toSorted()).toEqual(['大.bin', '小.txt'].toSorted());
    const bytes = await Promise.all([0, 1].map((at) => download(LIAISON, message?.ts ?? '', at)));
    expect(bytes.some((one) => one.equals(large))).toBe(true);
    expect(bytes.some((one) => one.toString() === '小')).toBe(true);
  });

  it('takes bare bytes at the upload address, once', async () => {
    const { upload_url, file_id } = await client.files.getUploadURLExternal({ filename: 'a.txt', length: 3 });
    expect(await refusalOf(complete(file_id!))).toBe('file_not_found');
    const posted = await fetch(upload_url!, { method: 'POST', body: 'abc' });
    expect([posted.status, await posted.text()]).toEqual([200, 'OK - 3']);

    const answer = await complete(file_id!, { initial_comment: '好' });
    expect(answer.files).toMatchObject([{ id: file_id, name: 'a.txt', size: 3, channels: [], shares: {} }]);
    const { file } = await client.files.info({ file: file_id! });
    const [message] = sandbox.as(DESK).messages(GROUP);
    expect(file).toMatchObject({
      channels: [GROUP],
      shares: { public: { [GROUP]: [{ ts: message?.ts, share_user_id: sandbox.botUserId }] } },
    });
    expect((await fetch(upload_url!, { method: 'POST', body: 'again' })).status).toBe(404);
    expect(await refusalOf(complete(file_id!))).toBe('file_not_found');
  });

  it('carries blocks when there is no word, and only then', async () => {
    const blocks = [{ type: 'section', text: { type: 'plain_text', text: '附件' } }];
    await complete(await uploaded(), { blocks });
    await complete(await uploaded(), { blocks, initial_comment: '说明' });
    const [first, second] = sandbox.as(DESK).messages(GROUP);
    expect([first?.shown, second?.shown]).toEqual(['附件', '说明']);
    const markdown = complete(await uploaded(), { blocks: [{ type: 'markdown', text: '**附件**' }] });
    expect(await refusalOf(markdown)).toBe('internal_error');
    expect(sandbox.as(DESK).messages(GROUP)).toHaveLength(2);
  });

  it('stays private without a channel, and is its own to delete', async () => {
    const id = await uploaded();
    await client.files.completeUploadExternal({ files: [{ id }] });
    expect((await client.files.info({ file: id })).file).toMatchObject({ channels: [], ims: [], groups: [] });
    await client.files.delete({ file: id });
    expect(await refusalOf(client.files.info({ file: id }))).toBe('file_deleted');
    expect(await refusalOf(client.files.delete({ file: id }))).toBe('file_deleted');

    await sandbox.as(LIAISON).upload(GROUP, TABLE);
    const theirs = await sharedFile();
    expect(await refusalOf(client.files.delete({ file: theirs.id! }))).toBe('cant_delete_file');
  });

  it('leaves a tombstone in the messages that shared it', async () => {
    const id = await uploaded();
    await complete(id, { initial_comment: '附件' });
    const { url_private } = await sharedFile();
    await client.files.delete({ file: id });
    expect(await sharedFile()).toEqual({ id, mode: 'tombstone' });
    const gone = await fetch(url_private!, { headers: { authorization: `Bearer ${sandbox.botToken}` } });
    expect(gone.status).toBe(404);
  });

  it('meets the faults of the channel it goes to', async () => {
    sandbox.faults.add({ kind: 'refuse', error: 'posting_to_channel_denied', channel: GROUP, times: 1 });
    expect(await refusalOf(complete(await uploaded()))).toBe('posting_to_channel_denied');
    await complete(await uploaded());
    expect(sandbox.as(DESK).messages(GROUP)).toHaveLength(1);
  });

  it('goes to people by `channels`, and to no channel where the bot is not', async () => {
    await complete(await uploaded(), { channel_id: undefined, channels: `${GROUP},${LIAISON}` });
    expect(sandbox.as(LIAISON).inbox()[0]?.files).toEqual(['a.txt']);
    expect(sandbox.as(LIAISON).messages(GROUP)[0]?.files).toEqual(['a.txt']);
    expect(await refusalOf(complete(await uploaded(), { channel_id: 'C0NOWHERE' }))).toBe(
      'channel_not_found',
    );
    expect(await refusalOf(complete(await uploaded(), { thread_ts: '1.000001' }))).toBe('thread_not_found');
  });

  it.each([
    ['missing_argument', { filename: 'a.txt', length: 0 }],
    ['file_upload_size_restricted', { filename: 'a.txt', length: 100_000_001 }],
    ['invalid_arguments', { length: 3 }],
    ['alt_txt_too_large', { filename: 'a.png', length: 3, alt_txt: 'x'.repeat(1001) }],
  ])('answers %s', async (error, args) => {
    expect(await refusalOf(client.apiCall('files.getUploadURLExternal', args))).toBe(error);
  });

  it('is refused when more bytes come than there may be', async () => {
    const { upload_url } = await client.files.getUploadURLExternal({ filename: 'a.txt', length: 3 });
    const status = await new Promise((resolve) => {
      const headers = { 'content-length': 100_000_001 };
      const sending = request(upload_url!, { method: 'POST', headers }, (response) => {
        resolve(response.statusCode);
        sending.destroy();
      });
      sending.on('error', () => {});
      sending.flushHeaders();
    });
    expect(status).toBe(413);
  });

  it('ends an upload whose form is torn', async () => {
    const { upload_url, file_id } = await client.files.getUploadURLExternal({ filename: 'a.txt', length: 3 });
    const torn = await fetch(upload_url!, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=line' },
      body: '--line\r\ncontent-disposition: form-data; name="body"\r\n\r\nabc\r\n--li',
    });
    expect(torn.status).toBe(400);
    expect(await refusalOf(complete(file_id!))).toBe('file_not_found');
  });
});

describe('who may read a file', () => {
  it('sends everybody without the token to sign in', async () => {
    await sandbox.as(LIAISON).upload(GROUP, TABLE);
    const { url_private } = await sharedFile();
    for (const headers of [new Headers(), new Headers({ authorization: 'Bearer xoxb-wrong' })]) {
      const bare = await fetch(url_private!, { redirect: 'manual', headers });
      expect(bare.status).toBe(302);
      const page = await fetch(url_private!, { headers });
      expect(page.headers.get('content-type')).toContain('text/html');
      expect(await page.text()).not.toContain('工作簿');
    }
  });

  it('hides from the bot what is shared where it is not', async () => {
    const quiet = await openWorkspace({ channels: [{ id: GROUP, name: '私', members: [LIAISON] }] });
    try {
      const message = await quiet.as(LIAISON).upload(GROUP, TABLE);
      const id = await idOnPage(quiet, LIAISON, message.ts);
      expect(await refusalOf(clientOf(quiet).files.info({ file: id }))).toBe('file_not_found');
      const address = `${quiet.url}/files-pri/${quiet.teamId}-${id}/x.xlsx`;
      const headers = { authorization: `Bearer ${quiet.botToken}` };
      expect((await fetch(address, { redirect: 'manual', headers })).status).toBe(302);
    } finally {
      await quiet.close();
    }
  });

  it('gives the page what the acting person sees, and nothing else', async () => {
    const mine = await sandbox.as(LIAISON).upload('dm', TABLE);
    const id = await idOnPage(sandbox, LIAISON, mine.ts, 'dm');
    expect((await fetch(`${sandbox.url}/page/file?as=${LIAISON}&id=${id}`)).status).toBe(200);
    expect((await fetch(`${sandbox.url}/page/file?as=${DESK}&id=${id}`)).status).toBe(400);
    expect((await fetch(`${sandbox.url}/page/file?as=${LIAISON}&id=F0NOTHING`)).status).toBe(400);
  });

  it.each([
    ['图.png', 'inline', 'image/png'],
    ['图.svg', 'attachment', 'image/svg+xml'],
    ['页.html', 'attachment', 'text/html'],
    ['表.xlsx', 'attachment', expect.stringContaining('sheet')],
    ['无名', 'attachment', 'application/octet-stream'],
  ])('lets a browser show %s: %s', async (name, disposition, type) => {
    await sandbox.as(LIAISON).upload(GROUP, { name, bytes: PNG });
    const [view] = await filesOnPage(sandbox, LIAISON, GROUP);
    expect(view?.isImage).toBe(disposition === 'inline');
    const shown = await fetch(sandbox.url + view?.url);
    expect(shown.headers.get('content-type')).toEqual(type);
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
    expect(shown.headers.get('content-security-policy')).toContain('sandbox');
    expect(shown.headers.get('content-disposition')).toBe(
      `${disposition}; filename*=UTF-8''${encodeURIComponent(name)}`,
    );
    const saved = await fetch(`${sandbox.url}${view?.url}&save`);
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment/);
  });
});

describe('a picture in blocks', () => {
  const image = (slack_file: object) => [{ type: 'image', slack_file, alt_text: '图' }];

  it('is shown to whoever sees the blocks', async () => {
    const id = await uploaded('图.png');
    const { files } = await client.files.completeUploadExternal({ files: [{ id }] });
    const url = (files as unknown as { url_private: string }[])[0]!.url_private;
    await client.apiCall('chat.postMessage', { channel: LIAISON, text: '图', blocks: image({ id }) });
    const blocks = [
      { type: 'section', text: { type: 'mrkdwn', text: '图' }, accessory: image({ url })[0] },
      { type: 'context', elements: image({ id }) },
    ];
    await client.apiCall('chat.postMessage', { channel: LIAISON, text: '图', blocks });

    const seen = (await conversationOnPage(sandbox, LIAISON, 'dm')).messages.map((one) => one.blocks);
    const address = `/page/file?as=${LIAISON}&id=${id}`;
    expect(seen).toMatchObject([
      [{ image_url: address, slack_file: { id } }],
      [{ accessory: { image_url: address } }, { elements: [{ image_url: address }] }],
    ]);
    expect((await fetch(sandbox.url + address)).status).toBe(200);
    expect((await fetch(sandbox.url + address.replace(LIAISON, DESK))).status).toBe(400);
    const { messages } = await client.conversations.history({
      channel: sandbox.as(LIAISON).inbox()[0]!.channel,
    });
    expect(JSON.stringify(messages)).not.toContain('/page/file');
  });

  it.each(['a.txt', '不在'])('is refused when it is %s', async (name) => {
    const id = name === '不在' ? 'F0NOTHING' : await uploaded(name);
    if (name !== '不在') await client.files.completeUploadExternal({ files: [{ id }] });
    const error = await client
      .apiCall('chat.postMessage', { channel: GROUP, text: '图', blocks: image({ id }) })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: {
          messages: ['[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]'],
        },
      },
    });
  });
});

describe('files on disk', () => {
  let dataDir: string;

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'sandbox-'));
  });

  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it('survive a restart; what was deleted or never completed does not', async () => {
    const first = await openWorkspace({ dataDir });
    await first.as(LIAISON).upload(GROUP, TABLE);
    const bot = clientOf(first);
    await bot.files.uploadV2({ channel_id: GROUP, content: '将删', filename: 'b.txt' });
    const { messages } = await bot.conversations.history({ channel: GROUP });
    await bot.files.delete({ file: messages![0]!.files![0]!.id! });
    await first.close();
    writeFileSync(join(dataDir, 'files', 'F0LEFTOVER.part'), '半个');

    const second = await openWorkspace({ dataDir });
    try {
      const [view] = await filesOnPage(second, DESK, GROUP);
      expect(view).toMatchObject({ name: TABLE.name, size: TABLE.bytes.length });
      expect(await (await fetch(second.url + view!.url)).text()).toBe('PK 工作簿');
      expect(await filesOnPage(second, DESK, GROUP, 1)).toMatchObject([{ isDeleted: true }]);
      expect(readdirSync(join(dataDir, 'files'))).toEqual([view!.id]);
      expect(await refusalOf(clientOf(second).files.info({ file: messages![0]!.files![0]!.id! }))).toBe(
        'file_deleted',
      );
    } finally {
      await second.close();
    }
  });

  it('go when everything begins anew', async () => {
    const own = await openWorkspace({ dataDir });
    try {
      await own.as(LIAISON).upload(GROUP, TABLE);
      own.startAgain({ people: [], channels: [], startAt: new Date('2022-04-06T09:00:00+08:00') });
      expect(readdirSync(join(dataDir, 'files'))).toEqual([]);
    } finally {
      await own.close();
    }
    expect(existsSync(join(dataDir, 'journal.jsonl'))).toBe(true);
  });
});

describe('the page', () => {
  it('shares a file with a word in a thread, and says what is wrong', async () => {
    const { ts } = sandbox.as(DESK).say(GROUP, '请交材料');
    const place = { as: LIAISON, channel: GROUP, name: '表.xlsx', text: '在此', thread: ts };
    const { status, body } = await post('upload', place, 'PK');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      file: { name: '表.xlsx', size: 2, isImage: false, url: expect.stringContaining('/page/file?') },
    });
    const reply = sandbox.as(LIAISON).messages(GROUP)[1];
    expect(reply).toMatchObject({ text: '在此', threadTs: ts, files: ['表.xlsx'] });

    expect(await post('upload', { ...place, channel: 'C0NOWHERE' }, 'PK')).toMatchObject({ status: 400 });
    expect(await post('upload', place, '')).toEqual({ status: 400, body: { message: '文件是空的' } });
    expect(
      await post('upload-to-form', { as: LIAISON, blockId: 'b', actionId: 'a', name: 'x' }, 'PK'),
    ).toEqual({ status: 400, body: { message: '没有打开的表单' } });
  });

  async function post(what: string, query: Record<string, string>, body: string) {
    const response = await fetch(`${sandbox.url}/page/${what}?${new URLSearchParams(query)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body,
    });
    return { status: response.status, body: (await response.json()) as unknown };
  }
});

function clientOf(workspace: Sandbox): WebClient {
  return new WebClient(workspace.botToken, { slackApiUrl: workspace.apiUrl, retryConfig: { retries: 0 } });
}

async function uploaded(filename = 'a.txt'): Promise<string> {
  const { upload_url, file_id } = await client.files.getUploadURLExternal({ filename, length: 3 });
  await fetch(upload_url!, { method: 'POST', body: 'abc' });
  return file_id!;
}

async function complete(id: string, more: object = {}): Promise<FilesCompleteUploadExternalResponse> {
  return await client.apiCall('files.completeUploadExternal', {
    files: [{ id }],
    channel_id: GROUP,
    ...more,
  });
}

/** The first file of the newest message in the group. */
async function sharedFile() {
  const { messages } = await client.conversations.history({ channel: GROUP });
  return messages![0]!.files![0]!;
}

async function textAt(url: string | undefined, token: string): Promise<string> {
  return await (await fetch(url ?? '', { headers: { authorization: `Bearer ${token}` } })).text();
}

async function download(person: string, ts: string, at = 0): Promise<Buffer> {
  const { messages } = await conversationOnPage(sandbox, person, GROUP);
  const file = messages.find((one) => one.ts === ts)?.files[at];
  const response = await fetch(sandbox.url + file?.url);
  return Buffer.from(await response.arrayBuffer());
}

interface SeenOnPage {
  ts: string;
  blocks: object[];
  files: { id: string; name: string; url: string; isImage: boolean }[];
}

async function conversationOnPage(
  workspace: Sandbox,
  person: string,
  id: string,
): Promise<{ messages: SeenOnPage[] }> {
  const response = await fetch(`${workspace.url}/page/conversation?as=${person}&id=${id}`);
  return (await response.json()) as { messages: SeenOnPage[] };
}

async function filesOnPage(workspace: Sandbox, person: string, id: string, at = 0) {
  return (await conversationOnPage(workspace, person, id)).messages[at]?.files ?? [];
}

async function idOnPage(workspace: Sandbox, person: string, ts: string, id = GROUP): Promise<string> {
  const { messages } = await conversationOnPage(workspace, person, id);
  return messages.find((one) => one.ts === ts)?.files[0]?.id ?? '';
}

async function refusalOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return (error as { data?: { error?: string } } | null)?.data?.error ?? `no refusal: ${String(error)}`;
}
