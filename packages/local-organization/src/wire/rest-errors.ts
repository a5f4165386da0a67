import { encodeText } from './message.ts';
import type { WireResponse } from './message.ts';
import type { ServiceError } from './service-error.ts';
import type { ServiceModel } from './service-model.ts';
import { escapeXml } from './xml.ts';

/** The restJson answer for a refusal. https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
export function writeRestJsonError(model: ServiceModel, error: ServiceError): WireResponse {
  const known = model.error(error.exception);
  const status = error.details.status ?? known?.status ?? 400;
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': error.exception };
  const body = { Type: status >= 500 ? 'Service' : 'User', Message: error.message, message: error.message };
  return { status, headers, body: encodeText(JSON.stringify(body)), streaming: false };
}

/** The restXml answer for a refusal, as S3 writes it. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export function writeRestXmlError(model: ServiceModel, error: ServiceError, requestId: string): WireResponse {
  const known = model.error(error.exception);
  const status = error.details.status ?? known?.status ?? 400;
  const members = Object.entries(error.details.members ?? {}).map(
    ([name, value]) => `<${name}>${escapeXml(value)}</${name}>`,
  );
  const detail = `<Code>${error.exception}</Code><Message>${escapeXml(error.message)}</Message>${members.join('')}`;
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${detail}<RequestId>${requestId}</RequestId></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body: encodeText(xml), streaming: false };
}
