import { expect, test } from 'vitest';
import { isSlacks } from '../../src/chat/hosts.ts';

const API = 'https://slack.example:8443/api/';

/** Whether the token may go there: to Slack itself, and with another API base to that alone. */
test.each<[address: string, toSlack: boolean, toApi: boolean]>([
  ['https://files.slack.com/files-pri/T1-F1/a.pdf', true, false],
  ['https://slack.com/x', true, false],
  ['https://files.slack.com:443/x', true, false],
  ['https://FILES.SLACK.COM/x', true, false],
  ['https://slack.example:8443/x', false, true],
  ['http://files.slack.com/x', false, false],
  ['http://slack.example:8443/x', false, false],
  ['https://slack.example/x', false, false],
  ['https://files.slack.com:8443/x', false, false],
  ['https://files.slack.com.evil.example/x', false, false],
  ['https://evilslack.com/x', false, false],
  ['https://a.b.slack.com/x', false, false],
  ['https://files.slack.com@evil.example/x', false, false],
  ['https://me:secret@files.slack.com/x', false, false],
  ['https://me@slack.example:8443/x', false, false],
  ['https://evil.example/?https://files.slack.com/', false, false],
  ['https://evil.example\\@files.slack.com/x', false, false],
  ['//files.slack.com/x', false, false],
  ['/api/files', false, false],
  ['file:///etc/passwd', false, false],
  ['data:text/plain,x', false, false],
  ['', false, false],
])('%s', (address, toSlack, toApi) => {
  expect([isSlacks(address, null), isSlacks(address, API)]).toEqual([toSlack, toApi]);
});
