/**
 * The typefaces that GB/T 9704-2012 asks for, by the names under which offices have them. A computer without one takes
 * the first of the others that it has, which the file's font table names. Digits and quotation marks take the same
 * face: Word would set “ ” half as wide in a Latin one.
 */
const FACES = {
  fangsong: ['仿宋_GB2312', '仿宋', 'FangSong', 'STFangsong', 'FangSong_GB2312'],
  kai: ['楷体_GB2312', '楷体', 'KaiTi', 'STKaiti', 'KaiTi_GB2312'],
  hei: ['黑体', 'SimHei', 'STHeiti', 'Microsoft YaHei'],
  /** 小标宋; heavy as it is: 华文中宋 comes nearest. */
  title: [
    '方正小标宋简体',
    '方正小标宋_GBK',
    'FZXiaoBiaoSong-B05S',
    '华文中宋',
    'STZhongsong',
    '宋体',
    'SimSun',
  ],
  song: ['宋体', 'SimSun', 'STSong'],
} as const;

export type Face = keyof typeof FACES;

export function font(face: Face) {
  const [name] = FACES[face];
  return { ascii: name, hAnsi: name, eastAsia: name, cs: name, hint: 'eastAsia' };
}

/** word/fontTable.xml with the names to fall back on. */
export function fontTable(): string {
  const fonts = Object.values(FACES).map(
    ([name, ...others]) =>
      `<w:font w:name="${name}"><w:altName w:val="${others.join(',')}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>`,
  );
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${fonts.join('')}</w:fonts>`;
}
