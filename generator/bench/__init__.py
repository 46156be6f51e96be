"""`zwgk bench`: the same content built by this generator and by its peers, side by side, on one machine."""
