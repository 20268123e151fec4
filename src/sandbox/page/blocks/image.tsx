import { useState } from 'preact/hooks';
import { type JsonObject, objectAt, stringAt } from '../../json.ts';
import { t } from '../language.ts';
import { PlainText } from './text.tsx';

/** A picture in its full width, which its title folds away. */
export function ImageBlock({ block }: { block: JsonObject }) {
  const picture = <Picture image={block} />;
  if (!block.title) return <div class="block-image">{picture}</div>;
  return (
    <details class="block-image" open>
      <summary>
        <PlainText of={objectAt(block, 'title')} />
      </summary>
      {picture}
    </details>
  );
}

/** The picture at the right of a section. */
export function Thumbnail({ image }: { image: JsonObject }) {
  return (
    <div class="thumbnail">
      <Picture image={image} />
    </div>
  );
}

/** A picture as high as the small print it stands in. */
export function ContextImage({ image }: { image: JsonObject }) {
  return (
    <span class="context-image">
      <Picture image={image} />
    </span>
  );
}

/** The sandbox works without a network, so a picture may not come; then its own words stand for it. */
function Picture({ image }: { image: JsonObject }) {
  const url = stringAt(image, 'image_url');
  const words = stringAt(image, 'alt_text');
  const [missing, setMissing] = useState<string | null>(null);
  if (!url || missing === url)
    return (
      <span class="picture-missing" title={t('图片没有取到', 'The picture did not load')}>
        {words}
      </span>
    );
  return <img src={url} alt={words} title={words} onError={() => setMissing(url)} />;
}
