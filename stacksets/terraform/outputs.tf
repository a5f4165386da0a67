output "central_stack" {
  description = "What the central stack puts out: the evidence bucket among it."
  value       = aws_cloudformation_stack.central.outputs
}

output "order_verification_key" {
  description = "The public half of the key that signs orders, DER as base64."
  value       = local.order_verification_key
}

output "stack_set_id" {
  description = "The StackSet that carries the agents."
  value       = aws_cloudformation_stack_set.members.stack_set_id
}
