locals {
  member_parameters = merge(local.parameters, { OrderVerificationKey = local.order_verification_key })
}

resource "aws_cloudformation_stack_set" "members" {
  name             = local.stack_set.StackSetName
  description      = local.stack_set.Description
  permission_model = local.stack_set.PermissionModel
  call_as          = local.stack_set.CallAs
  capabilities     = local.stack_set.Capabilities
  template_body    = file("${var.templates}/member.template.json")
  parameters       = local.member_parameters

  auto_deployment {
    enabled                          = local.stack_set.AutoDeployment.Enabled
    retain_stacks_on_account_removal = local.stack_set.AutoDeployment.RetainStacksOnAccountRemoval
  }

  managed_execution {
    active = local.stack_set.ManagedExecution.Active
  }

  # The provider has no concurrency_mode here before its version 6.
  operation_preferences {
    failure_tolerance_percentage = local.preferences.FailureTolerancePercentage
    max_concurrent_percentage    = local.preferences.MaxConcurrentPercentage
  }

  timeouts {
    update = var.operation_timeout
  }
}

# One for each target: in one for all, another target would delete every stack and make it again.
resource "aws_cloudformation_stack_set_instance" "members" {
  for_each = toset(local.targets)

  stack_set_name = aws_cloudformation_stack_set.members.name
  call_as        = local.stack_set.CallAs
  region         = local.region

  deployment_targets {
    organizational_unit_ids = [each.value]
    account_filter_type     = "NONE"
  }

  operation_preferences {
    concurrency_mode             = local.preferences.ConcurrencyMode
    failure_tolerance_percentage = local.preferences.FailureTolerancePercentage
    max_concurrent_percentage    = local.preferences.MaxConcurrentPercentage
  }

  timeouts {
    create = var.operation_timeout
    update = var.operation_timeout
    delete = var.operation_timeout
  }

  lifecycle {
    # They are of an operation and not of a stack, and to change them alone the provider would take the OU for an account.
    ignore_changes = [operation_preferences]
  }
}

resource "aws_cloudformation_stack" "management" {
  count    = local.management_account_id == null ? 0 : 1
  provider = aws.management

  name         = "keysweep-management"
  template_url = format(local.template_url, local.management_bucket, one(aws_s3_object.member_template[*].key))
  parameters   = local.member_parameters
  capabilities = ["CAPABILITY_NAMED_IAM"]

  lifecycle {
    precondition {
      condition     = data.aws_region.management.name == local.region
      error_message = "The provider of the management account is set to ${data.aws_region.management.name}, and the templates were made for ${local.region}."
    }
  }
}
