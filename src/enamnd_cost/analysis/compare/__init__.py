"""What differs between budgets and scenarios, who pays it, and why."""
