import { Parser } from 'saxen';

export interface XmlHandlers {
  /** Element and attribute names come without namespace prefix. */
  /** `stop` ends the reading here; what follows is not looked at. */
  open?(name: string, attributes: () => Record<string, string>, stop: () => void): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** Reads XML in UTF-8 or UTF-16. Entities of a document type are not expanded. Throws on malformed XML. */
export function parseXml(bytes: Uint8Array, { open, close, text }: XmlHandlers): void {
  const parser = new Parser();
  if (open)
    parser.on('openTag', (name, attributes, decode) => {
      open(
        localName(name),
        () => localAttributes(attributes(), decode),
        () => parser.stop(),
      );
    });
  if (close) parser.on('closeTag', (name) => close(localName(name)));
  if (text) {
    parser.on('text', (raw, decode) => text(decode(raw)));
    parser.on('cdata', (raw) => text(raw));
  }
  parser.parse(decodeXml(bytes));
}

function decodeXml(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function localAttributes(
  attributes: Record<string, string>,
  decode: (text: string) => string,
): Record<string, string> {
  const pairs = Object.entries(attributes).map(([name, value]) => [localName(name), decode(value)]);
  return Object.fromEntries(pairs) as Record<string, string>;
}
