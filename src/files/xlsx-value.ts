/**
 * A number of a cell as text: without float noise (Excel keeps 15 digits), and as ISO date, with the time if it has
 * one, when its style shows a date. A number below 1 in such a style is a time of day.
 */
export function numberText(value: string, isDate: boolean, from1904: boolean): string {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) return value;
  if (isDate && number >= 0 && number < lastDay) return dateText(number + (from1904 ? daysTo1904 : 0));
  return String(Number(number.toPrecision(15)));
}

/** 9999-12-31 is the last day that Excel knows. */
const lastDay = 2_958_466;
const daysTo1904 = 1462;

function dateText(days: number): string {
  const seconds = Math.round(days * 86_400);
  const iso = new Date(Date.UTC(1899, 11, 30) + seconds * 1000).toISOString();
  const date = iso.slice(0, 10);
  const time = iso.slice(11, 19);
  if (days < 1) return time;
  return time === '00:00:00' ? date : `${date} ${time}`;
}

/** Whether a number format shows a date or a time. Its code is not stored for the formats that Excel builds in. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined)
    return (
      (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
    );
  const plain = code
    .replace(/"[^"]*"|\\.|_.|\*./gu, '')
    .replace(/\[(?!(h+|m+|s+)\])[^\]]*\]/giu, '')
    .split(';')[0]!;
  return /[ymdhs]/iu.test(plain) && !/general|[#?]|e[+-]/iu.test(plain);
}

/** Control characters are written as _x000D_, and such a text itself as _x005F_x000D_. */
export function unescapeXlsx(text: string): string {
  return text.replace(/_x([0-9a-f]{4})_/giu, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
