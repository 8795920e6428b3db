"""What is said of an extract or a result as a whole: inspection, reconciliation."""
