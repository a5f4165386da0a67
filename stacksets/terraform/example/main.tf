# keysweep for one organization. Write the templates first:
#   keysweep synth --config keysweep.yaml --organization organization.json --out keysweep-templates
terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.60, < 6.0"
    }
  }
}

variable "templates" {
  description = "The folder that keysweep synth wrote."
  type        = string
}

variable "region" {
  description = "The Region of keysweep.yaml."
  type        = string
  default     = "us-east-1"
}

variable "central_profile" {
  description = "The AWS profile of the central account: the management account, or the delegated administrator that keysweep.yaml names."
  type        = string
  default     = null
}

variable "management_profile" {
  description = "The AWS profile of the management account."
  type        = string
  default     = null
}

variable "create_asset_bucket" {
  description = "Whether to make the bucket for code, where `cdk bootstrap` was never run."
  type        = bool
  default     = false
}

variable "order_verification_key" {
  description = "The public half of the key that signs orders; read from KMS if left out."
  type        = string
  default     = null
}

provider "aws" {
  region  = var.region
  profile = var.central_profile
}

provider "aws" {
  alias   = "management"
  region  = var.region
  profile = var.management_profile
}

module "keysweep" {
  source = "../"

  templates              = var.templates
  order_verification_key = var.order_verification_key
  create_asset_bucket    = var.create_asset_bucket

  providers = {
    aws            = aws
    aws.management = aws.management
  }
}

output "evidence_bucket" {
  description = "Where everything that was done is kept. It stays when the rest is removed."
  value       = module.keysweep.central_stack["EvidenceBucket"]
}
