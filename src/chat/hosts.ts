/**
 * Whether an address is Slack's own: files and tokens go nowhere else. With another API base it is that base's host, by
 * the same protocol: what goes there encrypted is not sent in the clear.
 */
export function isSlacks(address: string, apiUrl: string | null): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, username, password } = new URL(address);
  if (username !== '' || password !== '') return false;
  if (apiUrl !== null) {
    const api = new URL(apiUrl);
    return protocol === api.protocol && host === api.host;
  }
  return protocol === 'https:' && /^([\w-]+\.)?slack\.com$/.test(host);
}
