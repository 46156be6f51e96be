"""The model: one module a registry, each a typed record from which everything else derives."""
