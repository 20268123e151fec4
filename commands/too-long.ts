/** What is wrong with a text of more characters than a field holds, a clause; null when it fits. Nothing is ever cut off. */
export function tooLong(text: string, limit: number): string | null {
  const length = [...text].length;
  return length > limit ? `最多${limit}字，现有${length}字，请删减` : null;
}
