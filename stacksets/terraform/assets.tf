# The code of the central functions lies where the central template looks for it: in the bucket that `cdk bootstrap` makes.
locals {
  code = one(distinct([
    for each in values(local.central.Resources) : {
      bucket = try(each.Properties.Code.S3Bucket["Fn::Sub"], each.Properties.Code.S3Bucket)
      key    = each.Properties.Code.S3Key
    } if each.Type == "AWS::Lambda::Function"
  ]))

  central_bucket = replace(
    replace(local.code.bucket, "$${AWS::AccountId}", local.central_account_id),
    "$${AWS::Region}", local.region,
  )

  # The same in the management account, which is where a delegated administrator is not.
  is_delegated      = coalesce(local.management_account_id, local.central_account_id) != local.central_account_id
  management_bucket = replace(local.central_bucket, local.central_account_id, coalesce(local.management_account_id, local.central_account_id))

  template_url = "https://%s.s3.${local.region}.${data.aws_partition.current.dns_suffix}/%s"
}

resource "aws_s3_object" "code" {
  bucket      = local.central_bucket
  key         = local.code.key
  source      = "${var.templates}/cdk.out/asset.${local.code.key}"
  source_hash = filesha256("${var.templates}/cdk.out/asset.${local.code.key}")

  depends_on = [module.central_bucket]

  lifecycle {
    # An update that fails is rolled back to the code that was there before.
    create_before_destroy = true
  }
}

# From a bucket a template is deployed as it was written. As `template_body` the provider would write it anew, and longer.
resource "aws_s3_object" "central_template" {
  bucket      = local.central_bucket
  key         = "keysweep/central-${filesha256("${var.templates}/central.template.json")}.template.json"
  source      = "${var.templates}/central.template.json"
  source_hash = filesha256("${var.templates}/central.template.json")

  depends_on = [module.central_bucket]

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_s3_object" "member_template" {
  count    = local.management_account_id == null ? 0 : 1
  provider = aws.management

  bucket      = local.management_bucket
  key         = "keysweep/member-${filesha256("${var.templates}/member.template.json")}.template.json"
  source      = "${var.templates}/member.template.json"
  source_hash = filesha256("${var.templates}/member.template.json")

  depends_on = [module.central_bucket, module.management_bucket]

  lifecycle {
    create_before_destroy = true
  }
}

module "central_bucket" {
  count  = var.create_asset_bucket ? 1 : 0
  source = "./asset-bucket"

  name = local.central_bucket
}

module "management_bucket" {
  count  = var.create_asset_bucket && local.is_delegated ? 1 : 0
  source = "./asset-bucket"

  name      = local.management_bucket
  providers = { aws = aws.management }
}
