"""Why an amount is what it is: a municipality's, a service's, step by step."""
