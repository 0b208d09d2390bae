"""Floor 5: settings, addresses, server and command line; the only place that knows every room."""
