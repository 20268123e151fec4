import { type JsonObject, objectAt, objectsAt, stringAt } from '../json.ts';

/** A picture that lies in the workspace, as an image block or element names it. */
export interface SlackFile {
  /** '' when the address names no file. */
  id: string;
  /** Inside the blocks. */
  pointer: string;
  image: JsonObject;
}

/** Every picture of these blocks that lies in the workspace. */
export function slackFilesIn(blocks: JsonObject[]): SlackFile[] {
  return blocks.flatMap((block, index) =>
    imagesOf(block).flatMap(({ image, pointer }) => {
      const file = objectAt(image, 'slack_file');
      if (!file) return [];
      const id = stringAt(file, 'id') || idIn(stringAt(file, 'url'));
      return [{ id, image, pointer: `/${index}${pointer}/slack_file` }];
    }),
  );
}

/** The pictures of a block: an image block, a section's accessory, elements of a context. */
export function imagesOf(block: JsonObject): { image: JsonObject; pointer: string }[] {
  const places = [
    { image: block, pointer: '' },
    { image: objectAt(block, 'accessory') ?? {}, pointer: '/accessory' },
    ...(block.type === 'context' ? objectsAt(block, 'elements') : []).map((image, index) => ({
      image,
      pointer: `/elements/${index}`,
    })),
  ];
  return places.filter(({ image }) => image.type === 'image');
}

/** The id in a `url_private` or a `permalink`. */
function idIn(url: string): string {
  return /\/files-pri\/T\w+-(F\w+)\//.exec(url)?.[1] ?? /\/files\/\w+\/(F\w+)\//.exec(url)?.[1] ?? '';
}
