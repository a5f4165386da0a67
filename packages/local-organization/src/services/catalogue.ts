import { IAM } from './iam/iam.ts';
import type { Service } from './operation.ts';
import { ORGANIZATIONS } from './organizations/organizations.ts';
import { STS } from './sts/sts.ts';

/** The services the organization answers, by signing name. */
export const SERVICES: ReadonlyMap<string, Service> = new Map(
  [IAM, STS, ORGANIZATIONS].map((service) => [service.model.name, service]),
);
