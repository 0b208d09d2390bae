"""House tests: rules that hold for every room, read from the code and its registries."""
