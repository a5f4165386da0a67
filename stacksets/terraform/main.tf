# What is deployed stands in the files that synth wrote. Here it is read out of them, and nothing is said a second time.
locals {
  central     = jsondecode(file("${var.templates}/central.template.json"))
  rollout     = jsondecode(file("${var.templates}/rollout.template.json"))
  parameters  = { for each in jsondecode(file("${var.templates}/parameters.json")) : each.ParameterKey => each.ParameterValue }
  assignments = jsondecode(file("${var.templates}/assignments.json"))

  stack_set   = one([for each in values(local.rollout.Resources) : each.Properties if each.Type == "AWS::CloudFormation::StackSet"])
  preferences = local.stack_set.OperationPreferences
  targets     = flatten([for each in local.stack_set.StackInstancesGroup : each.DeploymentTargets.OrganizationalUnitIds])
  region      = one(distinct(flatten([for each in local.stack_set.StackInstancesGroup : each.Regions])))

  central_account_id = local.parameters.CentralAccountId

  # The management account has a member stack of its own where a policy is assigned to it: StackSets never reach it.
  management_account_id = one([for each in local.assignments.accounts : each.id if each.rule == "managementAccount"])
}

data "aws_partition" "current" {}

data "aws_region" "central" {}

data "aws_region" "management" {
  provider = aws.management
}
