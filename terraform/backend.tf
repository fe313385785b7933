# Where the state is kept is said by backend.tfbackend, or by a file of your own:
#   terraform init -backend-config=backend.tfbackend
# docs/terraform.md says how to try things out with local state.
terraform {
  backend "azurerm" {}
}
