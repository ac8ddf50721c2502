"""What is to be invoiced: a year's amounts in parts of the year, less what has been invoiced."""
