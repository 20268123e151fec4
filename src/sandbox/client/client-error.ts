/** Something Slack's client would not let a person do. The message is Chinese and is shown on the page. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
}
