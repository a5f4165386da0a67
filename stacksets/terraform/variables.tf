variable "templates" {
  description = "The folder that `keysweep synth --out` wrote."
  type        = string

  validation {
    condition     = fileexists("${var.templates}/rollout.template.json")
    error_message = "There is no rollout.template.json in it: run keysweep synth first, and name the folder it wrote."
  }
}

variable "order_verification_key" {
  description = "The public half of the key that signs orders, DER as base64. Left out, it is read from KMS once the central stack is there."
  type        = string
  default     = null
}

variable "create_asset_bucket" {
  description = "Whether to make the bucket that the code of the central functions lies in, where `cdk bootstrap` was never run."
  type        = bool
  default     = false
}

variable "operation_timeout" {
  description = "How long Terraform waits for a roll-out to all accounts. AWS goes on without it."
  type        = string
  default     = "12h"
}
