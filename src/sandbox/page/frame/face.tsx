import './face.css';

const HUES = 8;

/** A square with the first character of a name, always in the same colour for the same name. */
export function Face({ name, isBot = false }: { name: string; isBot?: boolean }) {
  const letter = [...name.replace(/^[区市]/, '')][0] ?? '？';
  const hue = [...name].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0) % HUES;
  return (
    <span class={isBot ? 'face bot' : `face hue-${hue}`} aria-hidden="true">
      {letter}
    </span>
  );
}
