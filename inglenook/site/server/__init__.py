"""How pages are served: one process tree, a read lane and a write lane in each worker."""
