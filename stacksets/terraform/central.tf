resource "aws_cloudformation_stack" "central" {
  name         = "keysweep-central"
  template_url = format(local.template_url, local.central_bucket, aws_s3_object.central_template.key)
  capabilities = ["CAPABILITY_NAMED_IAM"]

  depends_on = [aws_s3_object.code]

  lifecycle {
    precondition {
      condition     = data.aws_region.central.name == local.region
      error_message = "The provider is set to ${data.aws_region.central.name}, and the templates were made for ${local.region}."
    }
  }
}

# The key that the central stack makes, by an ARN taken out of the stack's own. That is known from the first apply on: when the
# central stack changes later, the key is known all the same, and the StackSet does not look as if its parameters changed.
locals {
  central_stack_arn = split(":", aws_cloudformation_stack.central.id)
  orders_key_arn = join(":", [
    "arn", local.central_stack_arn[1], "kms", local.central_stack_arn[3], local.central_stack_arn[4], "alias/keysweep-orders",
  ])
  order_verification_key = one(concat(compact([var.order_verification_key]), data.aws_kms_public_key.orders[*].public_key))
}

data "aws_kms_public_key" "orders" {
  count = var.order_verification_key == null ? 1 : 0

  key_id = local.orders_key_arn
}
