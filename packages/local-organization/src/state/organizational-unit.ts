/** An organizational unit; `parentId` is the root or another unit. */
export interface OrganizationalUnit {
  readonly id: string;
  readonly name: string;
  readonly parentId: string;
}
