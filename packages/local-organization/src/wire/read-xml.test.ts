import { CompleteMultipartUpload$ } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { encodeText } from './message.ts';
import { readXml } from './read-xml.ts';
import { shapeOf } from './shape.ts';

/** The payload of CompleteMultipartUpload. */
function read(xml: string): unknown {
  const input = shapeOf(CompleteMultipartUpload$[4]);
  const payload = input.kind === 'structure' ? input.members().find(({ traits }) => traits.httpPayload) : undefined;
  if (payload?.shape.kind !== 'structure') throw new TypeError('the operation has no payload');
  return readXml(payload.shape, encodeText(xml));
}

describe('an XML body', () => {
  it('is read by its schema: members, lists, numbers and escaped text', () => {
    const xml = `<?xml version="1.0" encoding="UTF-8"?>
      <CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
        <Part><ETag>&quot;a&#38;&#x42;&lt;&unknown;&quot;</ETag><PartNumber>1</PartNumber></Part>
        <Part><PartNumber>12</PartNumber><Other/></Part>
      </CompleteMultipartUpload>`;
    expect(read(xml)).toEqual({ Parts: [{ ETag: '"a&B<&unknown;"', PartNumber: 1 }, { PartNumber: 12 }] });
    expect(read('<CompleteMultipartUpload/>')).toEqual({});
  });

  it.each(['', 'text', '<a>', '<a></b>', '</a>', '<a/></a>', '<a', '<a><b></a></b>'])('%j is refused', (xml) => {
    expect(() => read(xml)).toThrow(expect.objectContaining({ exception: 'MalformedXML' }));
  });
});
