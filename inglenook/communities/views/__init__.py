"""Pages and forms of communities: parse, call, render."""
