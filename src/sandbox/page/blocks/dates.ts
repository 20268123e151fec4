/** The office's zone; Slack shows dates in the zone of the person who reads. */
const ZONE = 'Asia/Shanghai';
const DAY_MS = 24 * 3600_000;

const HOURS = {
  zh: { hour: '2-digit', hourCycle: 'h23' },
  en: { hour: 'numeric' },
} as const;

export interface DateReader {
  language: 'zh' | 'en';
  /** What counts as today. */
  now: number;
}

/** Slack's `<!date^…>`: its format with every `{word}` put in; a word that Slack does not know stays. */
export function formatDate(seconds: number, format: string, reader: DateReader): string {
  const at = new Date(seconds * 1000);
  return format.replace(/\{(\w+)\}/g, (whole, word: string) => {
    const plain = word.replace(/_pretty$/, '');
    const near = plain === word ? null : nearDay(at, reader);
    return near ?? part(plain, at, reader) ?? whole;
  });
}

/** Whether the seconds name an instant at all. */
export function isInstant(seconds: number): boolean {
  return !Number.isNaN(new Date(seconds * 1000).getTime());
}

function part(word: string, at: Date, { language, now }: DateReader): string | null {
  const show = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-US', { timeZone: ZONE, ...options }).format(at);
  switch (word) {
    case 'date_num':
      return isoDate(at);
    case 'date_slash':
      return isoDate(at).replaceAll('-', '/');
    case 'date':
      return show({ year: 'numeric', month: 'long', day: 'numeric' });
    case 'date_short':
      return show({ year: 'numeric', month: 'short', day: 'numeric' });
    case 'date_long':
    case 'day_divider':
      return show({ year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' });
    case 'time':
      return show({ ...HOURS[language], minute: '2-digit' });
    case 'time_secs':
      return show({ ...HOURS[language], minute: '2-digit', second: '2-digit' });
    case 'ago':
      return ago(at.getTime() - now, language);
    default:
      return null;
  }
}

function nearDay(at: Date, { language, now }: DateReader): string | null {
  const days = (Date.parse(isoDate(at)) - Date.parse(isoDate(new Date(now)))) / DAY_MS;
  if (Math.abs(days) > 1) return null;
  const words = language === 'zh' ? ['昨天', '今天', '明天'] : ['yesterday', 'today', 'tomorrow'];
  return words[days + 1] ?? null;
}

function ago(ms: number, language: 'zh' | 'en'): string {
  const units = [
    ['day', DAY_MS],
    ['hour', 3600_000],
    ['minute', 60_000],
  ] as const;
  const [unit, length] = units.find(([, size]) => Math.abs(ms) >= size) ?? (['second', 1000] as const);
  return new Intl.RelativeTimeFormat(language === 'zh' ? 'zh-CN' : 'en-US').format(
    Math.trunc(ms / length),
    unit,
  );
}

function isoDate(at: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(at);
}
