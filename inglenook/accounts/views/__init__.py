"""Pages and forms of this room: parse, call, render."""
