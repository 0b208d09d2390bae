"""What holds for every answer of the house."""
