/** Whether an address is Slack's own: files and tokens go nowhere else. With another API base it is that base's host. */
export function isSlacks(address: string, apiUrl: string | null): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host } = new URL(address);
  if (apiUrl !== null) return host === new URL(apiUrl).host;
  return protocol === 'https:' && /^([\w-]+\.)?slack\.com$/.test(host);
}
