"""Pages and forms of the talk: parse, call, render."""
