"""What the pages of talk show: visible rows, shaped into frozen values, in few queries."""
